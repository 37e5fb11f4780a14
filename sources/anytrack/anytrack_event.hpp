// One conversion as AnyTrack or a network tells it, and the fact it becomes.
#pragma once

#include "sources/item_reader.hpp"
#include "sources/source.hpp"

namespace hub::sources {

/// Reads a conversion into a conversion_event called `<type>/<transaction id>`: the same type and transaction is the same
/// conversion, told again or with another status. The type is that of the event's name, else of `conversion_type`
/// (`lead`, `registration`, `sale`, `rebill`), else a lead where nothing was paid and a purchase where something was.
///
/// A transaction id is the order's id. A rebill is an order of its own without order id, since networks repeat the first
/// sale's id in it: `rebill/<transaction id>/<time>`, or with the day of receipt where no time is given.
///
/// A status without an amount is a report of its own, `<type>/<transaction id>/<status>`, which joins the order by its id
/// and takes nothing away from what is known of it.
///
/// What was `reversed` becomes an adjustment_event: the refund of that conversion, `<type>/<transaction id>/reversed`, of
/// the amount given or, without one, of all that is left.
///
/// A conversion of nobody is kept when it has a transaction id; otherwise it is `identifier-missing`.
void read_anytrack_event(json_value object, item_reader& reader, fact_body& fact);

}  // namespace hub::sources
