// `erase`: forgetting a person, after showing what that is.
#include <boost/json.hpp>

#include "app/answer_table.hpp"
#include "app/command.hpp"
#include "app/named_conversion.hpp"
#include "app/show_answer.hpp"

namespace hub::app {
namespace {

struct erase_flags {
  ask_flags ask;
  std::string contact;
  bool really = false;
};

/// What was forgotten, or would be.
std::string show_erasure(const boost::json::value& document, const look& l) {
  if (!document.is_object()) return show_document(document, l);
  boost::json::object counts;  // in the order of the answer
  for (const auto& [name, value] : document.get_object())
    if (name != "dry_run") counts.emplace(name, value);
  return show_document(counts, l);
}

}  // namespace

void add_erase_command(program& p) {
  auto* command = p.root.add_subcommand("erase", "Forget a person for good; totals stay as they are");
  const auto flags = std::make_shared<erase_flags>();
  command
      ->add_option("CONTACT", flags->contact,
                   "An e-mail address, a contact id, an identifier such as fbp:fb.1.1.2, or order:NUMBER")
      ->required();
  command->add_flag("--yes", flags->really, "Do it; without this the command only says what there is to forget");
  add_ask_flags(*command, flags->ask, false);
  command->callback([&p, flags] {
    p.chosen = [&p, flags] {
      return with_client(p, flags->ask.where, [&](client& hub) -> result<exit_code> {
        const auto contact = contact_named(hub, flags->contact);
        if (!contact) return contact.error();
        const auto target = "/v1/contacts/" + percent_encoded(*contact) + (flags->really ? "" : "?dry_run=true");
        const auto done = show_answer(hub, request_of("DELETE", target), flags->ask, p.con, show_erasure);
        if (done && *done == exit_code::ok && !flags->really)
          p.con.err << "Nothing was erased. Add --yes to erase this for good; it cannot be taken back.\n";
        else if (done && *done == exit_code::ok)
          p.con.err << "This was erased for good.\n";
        return done;
      });
    };
  });
}

}  // namespace hub::app
