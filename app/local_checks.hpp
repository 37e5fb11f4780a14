// What `convhub doctor` sees on this machine without a hub: settings, the data directory, files with secrets, the clock.
#pragma once

#include "app/finding.hpp"
#include "config/load.hpp"
#include "storage/examination.hpp"
#include "storage/inspection.hpp"

namespace hub::app {

/// A finding for each mistake in the settings, or one that there is none.
findings check_settings(const config::loaded_settings& loaded);

/// Who may read the data directory, what its store is, how much room there is, and whether all that is stored can be read.
/// Somebody who *named* the directory expects a store in it; without one that is a failure, else a warning.
findings check_data(const std::string& directory, bool named, const storage::examination_progress& progress);

/// How the figures of a store are: its schema, its write-ahead log, the space that is left.
findings check_store(const storage::store_figures& seen);

/// Who may read each file of secrets that the settings name.
findings check_secret_files(const config::settings& settings);

/// Whether somebody keeps the clock of this machine right. Nothing where the system does not tell.
findings check_clock();

}  // namespace hub::app
