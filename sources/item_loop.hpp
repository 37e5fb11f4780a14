// The frame of every adapter: cuts a body into items, has each read into a fact, and turns what is wrong with an item
// into its rejection, so that a bad item never spoils its neighbours.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "sources/item_reader.hpp"
#include "sources/json_document.hpp"
#include "sources/source.hpp"

namespace hub::sources {

/// Reads one object into *fact*; what is wrong is noted in the reader, and then the fact is not used.
using read_function = void (*)(json_value object, item_reader& reader, fact_body& fact);

/// Appends the fact or rejection of *value*, an item that stands at *place*. Refuses what is no object
/// (`item-not-object`) and objects that repeat a key (`key-duplicate`).
void read_item(const payload& in, json_value value, std::string place, read_function read, parsed& items);

/// The same for an item that is given as JSON text of its own (inside a string, or made of a form); text that is no
/// JSON is rejected.
void read_text_item(const payload& in, std::string_view json, std::string place, read_function read, parsed& items);

/// What is done with one JSON value of a body. @param place JSON pointer, empty for a body that is the value itself
using take_value = std::function<result<void>(json_value value, std::string place)>;

/// Cuts the body into its JSON values (one, those of an array, lines) and hands each to *take*. A line that is no JSON is
/// rejected. Fails when the whole body cannot be read, or *take* does.
result<void> each_value(const payload& in, parsed& items, const take_value& take);

/// Rejects a text that is no JSON.
item reject_text(std::string_view text, error why);

/// Parses a body whose items are facts of one kind.
result<parsed> read_items(const payload& in, read_function read);

/// The id of an item that brought none: SHA-256 of the source and its canonical JSON.
std::string derived_id(std::string_view source, json_value object);

/// The same of some *members* of an item: all but those that another attempt to send it would say otherwise.
std::string derived_id(std::string_view source, std::span<const json_value> members);

/// JSON pointer of an item by its position, empty for a body that is the item itself.
std::string item_place(const std::optional<std::size_t>& position);

/// One document per thread, so that its buffers are reused from request to request.
json_document& thread_document();

}  // namespace hub::sources
