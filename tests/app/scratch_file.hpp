// A file that a test writes and that is gone with it.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "app/demo_load.hpp"

namespace hub::app {

/// A scratch directory with one file in it.
struct scratch_file {
  scratch_directory folder = std::move(*scratch_directory::make());
  std::string path;

  scratch_file(const std::string& name, std::string_view content) : path((folder.path() / name).string()) {
    std::ofstream(path, std::ios::binary) << content;
  }
};

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace hub::app
