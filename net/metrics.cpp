#include "net/metrics.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "net/json_writer.hpp"

namespace hub::net {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

/// `route="/x",method="GET"`, without braces.
std::string rendered(const labels& where) {
  std::string out;
  for (const auto& [name, value] : where) out += (out.empty() ? "" : ",") + name + "=\"" + escaped(value) + '"';
  return out;
}

std::string braced(const std::string& where) { return where.empty() ? where : '{' + where + '}'; }

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::string out;
  append_json_number(out, value);
  return out;
}

template <class T>
T& instrument(std::map<std::string, std::unique_ptr<T>>& all, const labels& where) {
  auto& slot = all[rendered(where)];
  if (!slot) slot = std::make_unique<T>();
  return *slot;
}

}  // namespace

void histogram::observe(double seconds) {
  const auto at = std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin();
  buckets_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
  sum_ns_.fetch_add(static_cast<std::uint64_t>(std::max(0.0, seconds) * 1e9), std::memory_order_relaxed);
}

std::uint64_t histogram::count() const {
  std::uint64_t total = 0;
  for (const auto& each : buckets_) total += each.load(std::memory_order_relaxed);
  return total;
}

metrics_registry::family& metrics_registry::find(std::string_view name, std::string_view help, std::string_view type) {
  auto at = families_.find(name);
  if (at == families_.end()) {
    at = families_.emplace(std::string(name), family{}).first;
    at->second.help = help;
    at->second.type = type;
  }
  assert(at->second.type == type && "one name, two kinds of instrument");
  return at->second;
}

counter& metrics_registry::count(std::string_view name, std::string_view help, const labels& where) {
  const std::lock_guard lock(mutex_);
  return instrument(find(name, help, "counter").counters, where);
}

gauge& metrics_registry::level(std::string_view name, std::string_view help, const labels& where) {
  const std::lock_guard lock(mutex_);
  return instrument(find(name, help, "gauge").gauges, where);
}

real_gauge& metrics_registry::share(std::string_view name, std::string_view help, const labels& where) {
  const std::lock_guard lock(mutex_);
  return instrument(find(name, help, "gauge").shares, where);
}

histogram& metrics_registry::timing(std::string_view name, std::string_view help, const labels& where) {
  const std::lock_guard lock(mutex_);
  return instrument(find(name, help, "histogram").histograms, where);
}

void metrics_registry::watch(std::string_view name, std::string_view help, std::function<double()> read) {
  const std::lock_guard lock(mutex_);
  find(name, help, "gauge").read = std::move(read);
}

void metrics_registry::render_histogram(std::string& out, const std::string& name, const std::string& where,
                                        const histogram& of) {
  const std::string before = where.empty() ? "" : where + ',';
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < of.buckets_.size(); ++i) {
    total += of.buckets_[i].load(std::memory_order_relaxed);
    const auto bound = i < histogram::bounds.size() ? number(histogram::bounds[i]) : "+Inf";
    out += name + "_bucket{" + before + "le=\"" + bound + "\"} " + std::to_string(total) + '\n';
  }
  const auto sum = static_cast<double>(of.sum_ns_.load(std::memory_order_relaxed)) / 1e9;
  out += name + "_sum" + braced(where) + ' ' + number(sum) + '\n';
  out += name + "_count" + braced(where) + ' ' + std::to_string(total) + '\n';
}

std::string metrics_registry::render() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  for (const auto& [name, each] : families_) {
    out += "# HELP " + name + ' ' + each.help + "\n# TYPE " + name + ' ';
    out += each.type;
    out += '\n';
    for (const auto& [where, one] : each.counters)
      out += name + braced(where) + ' ' + std::to_string(one->value()) + '\n';
    for (const auto& [where, one] : each.gauges)
      out += name + braced(where) + ' ' + std::to_string(one->value()) + '\n';
    for (const auto& [where, one] : each.shares) out += name + braced(where) + ' ' + number(one->value()) + '\n';
    for (const auto& [where, one] : each.histograms) render_histogram(out, name, where, *one);
    if (each.read) out += name + ' ' + number(each.read()) + '\n';
  }
  return out;
}

}  // namespace hub::net
