// Which campaign of the spend a campaign of touches may be: told from their ids and names alone, by rules that a reader
// can check. docs/semantics.md, "Aliases".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hub {

/// A campaign by its key and the name that is shown for it; the name may be empty or equal the key.
struct named_campaign {
  std::string key;
  std::string name;
};

/// Why two campaigns look like one.
enum class likeness : std::uint8_t { same_name, id_in_name, same_words, similar_words };
/// `same_name`, `id_in_name`, `same_words`, `similar_words`.
std::string_view to_string(likeness why);

struct alias_suggestion {
  named_campaign from;
  named_campaign to;
  int score = 0;  ///< thousandths, up to 1000
  likeness why = likeness::same_name;
  std::string detail;  ///< a sentence
};

/// At most three suggestions for each of *from*, in their order, the best first; equals by key of *to*.
std::vector<alias_suggestion> suggest_aliases(const std::vector<named_campaign>& from,
                                              const std::vector<named_campaign>& to);

/// The words of a campaign's name: lower case, what is neither letter nor digit parts them.
std::vector<std::string> words_of(std::string_view name);

}  // namespace hub
