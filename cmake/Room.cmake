# hub_room(NAME USES libs... [PCH headers...]): the folder NAME as the static library convhub_NAME.
# Every .cpp below the folder belongs to it (main.cpp apart), so a new source file needs no line here.
function(hub_room name)
  cmake_parse_arguments(ROOM "" "" "USES;PCH" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(sources)
    add_library(convhub_${name} STATIC ${sources})
    target_link_libraries(convhub_${name} PUBLIC ${ROOM_USES} PRIVATE convhub_warnings)
    target_include_directories(convhub_${name} PUBLIC ${CMAKE_SOURCE_DIR})
    if(ROOM_PCH)
      target_precompile_headers(convhub_${name} PRIVATE ${ROOM_PCH})
    endif()
  else()
    add_library(convhub_${name} INTERFACE)
    target_link_libraries(convhub_${name} INTERFACE ${ROOM_USES})
    target_include_directories(convhub_${name} INTERFACE ${CMAKE_SOURCE_DIR})
  endif()
endfunction()

# hub_text(ROOM NAME FILE TEMPLATE): compiles the text of FILE into the room's library: TEMPLATE is a source file in which
# it stands for @NAME@, and is built again when either changes.
function(hub_text room name file template)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${file})
  file(READ ${CMAKE_SOURCE_DIR}/${file} ${name})
  cmake_path(GET template STEM LAST_ONLY source)
  configure_file(${CMAKE_SOURCE_DIR}/${template} ${CMAKE_BINARY_DIR}/text/${source} @ONLY)
  target_sources(convhub_${room} PRIVATE ${CMAKE_BINARY_DIR}/text/${source})
endfunction()

# hub_files(ROOM FOLDER SOURCE): compiles every file below FOLDER into the room's library, as SOURCE (made by embed.cmake).
function(hub_files room folder source)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*)
  set(made ${CMAKE_BINARY_DIR}/text/${source})
  add_custom_command(OUTPUT ${made} DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    COMMAND ${CMAKE_COMMAND} -DINTO=${made} -DFOLDER=${CMAKE_SOURCE_DIR}/${folder} -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake)
  target_sources(convhub_${room} PRIVATE ${made})
endfunction()

# g++ 12 sees overlaps and bounds in std::string's own code that are not there (GCC bugs 105329 and 105651).
add_library(convhub_warnings INTERFACE)
target_compile_options(convhub_warnings INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wno-restrict -Wno-array-bounds -Wno-stringop-overread
                                                  $<$<AND:$<BOOL:${CONVHUB_WERROR}>,$<CXX_COMPILER_ID:GNU>>:-Werror>)
