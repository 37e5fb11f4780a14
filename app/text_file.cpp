#include "app/text_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace hub::app {
namespace {

constexpr std::size_t piece_bytes = 256 * 1024;

}  // namespace

result<text_file> text_file::open(const std::string& path) {
  text_file f;
  f.path_ = path;
  struct stat about {};
  const bool pipe = path == "-";
  if (!pipe && ::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode))
    return fail("file-unreadable", path + " is a directory; name a file in it");
  f.file_.reset(pipe ? gzdopen(::dup(STDIN_FILENO), "rb") : gzopen(path.c_str(), "rb"));
  if (!f.file_) return fail("file-unreadable", path + " cannot be read: " + std::strerror(errno));
  gzbuffer(f.file_.get(), piece_bytes);
  f.size_ = S_ISREG(about.st_mode) ? about.st_size : 0;
  return f;
}

result<bool> text_file::read(std::string& into) {
  const auto before = into.size();
  into.resize(before + piece_bytes);
  const int got = gzread(file_.get(), into.data() + before, piece_bytes);
  into.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
  int failure = Z_OK;
  const char* why = gzerror(file_.get(), &failure);
  if (got < 0 || (got == 0 && failure == Z_BUF_ERROR))
    return fail("file-broken", path_ + " cannot be read to its end (" + why + "); what came before it was sent");
  return got > 0;
}

}  // namespace hub::app
