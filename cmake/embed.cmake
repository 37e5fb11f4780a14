# cmake -DINTO=FILE -DFOLDER=DIR -P embed.cmake: writes a source file with every file of DIR in it, byte for byte.
# A file NAME.br beside NAME is the same compressed with Brotli, and no file of its own.
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE names RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT names)
set(arrays "")
set(entries "")
set(number 0)

function(add_array path symbol)
  file(READ ${path} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
  set(arrays "${arrays}constexpr unsigned char ${symbol}[] = {\n${bytes}};\n" PARENT_SCOPE)
endfunction()

foreach(name ${names})
  if(name MATCHES "\\.br$")
    continue()
  endif()
  add_array(${FOLDER}/${name} plain_${number})
  set(brotli "{}")
  if("${name}.br" IN_LIST names)
    add_array(${FOLDER}/${name}.br brotli_${number})
    set(brotli "text_of(brotli_${number})")
  endif()
  set(entries "${entries}      {\"/${name}\", text_of(plain_${number}), ${brotli}},\n")
  math(EXPR number "${number} + 1")
endforeach()

file(WRITE ${INTO} "// Made of ${FOLDER} by cmake/embed.cmake.
#include \"net/dashboard_files.hpp\"

namespace hub::net {
namespace {

${arrays}
template <std::size_t size>
std::string_view text_of(const unsigned char (&bytes)[size]) {
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

const std::vector<dashboard_file>& dashboard_files() {
  static const std::vector<dashboard_file> files{
${entries}  };
  return files;
}

}  // namespace hub::net
")
