#include "app/manual.hpp"

#include <algorithm>

namespace hub::app {
namespace {

/// *text* as roff prints it unchanged: a backslash and a hyphen are escaped, a line may begin with a dot.
std::string roff(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\')
      escaped += "\\e";
    else if (c == '-')
      escaped += "\\-";
    else
      escaped += c;
  }
  return escaped.starts_with('.') || escaped.starts_with('\'') ? "\\&" + escaped : escaped;
}

/// *text* as roff source of lines that are not long, each of which a reader of the source can take in.
std::string paragraph(std::string_view text) {
  constexpr std::size_t longest = 78;
  std::string folded, line;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto word = std::string(text.substr(at, end - at));
    if (!line.empty() && line.size() + word.size() >= longest) {
      folded += roff(line) + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    at = end + 1;
  }
  return folded + roff(line) + "\n";
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

/// `convhub roas [FLAGS]`, `convhub explain CONVERSION [FLAGS]`.
std::string usage_of(const command_page& page) {
  std::string text = bold(page.path);
  for (const auto& a : page.arguments) {
    const auto name = italic(a.names.front()) + (a.repeats ? "..." : "");
    text += a.required ? " " + name : " [" + name + "]";
  }
  if (!page.commands.empty()) text += " " + italic("COMMAND");
  return text + " [" + italic("FLAGS") + "]";
}

std::string entry_of(const flag_page& f, bool named) {
  std::string head;
  for (const auto& name : f.names) head += (head.empty() ? "" : ", ") + (named ? bold(name) : italic(name));
  if (named && !f.value.empty()) head += " " + italic(f.value);
  return ".TP\n" + head + "\n" + paragraph(f.sentence + (f.required && named ? " (required)." : "."));
}

std::string section_of(const command_page& page) {
  std::string text = ".SS " + roff(page.path) + "\n" + paragraph(page.sentence + ".") + ".PP\n" + usage_of(page) + "\n";
  for (const auto& a : page.arguments) text += entry_of(a, false);
  for (const auto& f : page.flags)
    if (f.names.front() != "--help") text += entry_of(f, true);
  if (page.examples.empty()) return text;
  text += ".PP\n" + std::string(page.examples.size() == 1 ? "Example:" : "Examples:") + "\n.PP\n.RS 4\n.nf\n";
  for (const auto& line : page.examples) text += roff(line) + "\n";
  return text + ".fi\n.RE\n";
}

constexpr const char* around = R"(.SH EXIT STATUS
.TP
.B 0
All is well.
.TP
.B 1
The hub refused, or something broke.
.TP
.B 2
The command line itself is wrong.
.TP
.B 3
A setting is wrong.
.TP
.B 4
No hub answers.
.TP
.B 5
Done, but some records were rejected.
.SH ENVIRONMENT
.TP
.B CONVHUB_\fISECTION\fP_\fIKEY\fP
A setting, over that of the file; \fBconvhub config example\fR names them all.
.TP
.B NO_COLOR
Set to anything: no colours.
.TP
.B TERM
\fBdumb\fR: no colours.
.PP
What goes to a pipe or a file has no colours, no rules and no progress lines
whatever the environment says.
.SH FILES
.TP
.I hub.db
In the data directory: all that the hub keeps.
Copy it with \fBconvhub backup\fR only.
.TP
.I FILE.rejected.csv
The rows that \fBconvhub import\fR could not bring in, with the reason of each.
)";

}  // namespace

std::string manual_page(std::span<const command_page> pages, std::string_view version, std::string_view day) {
  std::string text = ".TH CONVHUB 1 " + std::string(day) + " \"convhub " + std::string(version) +
                     "\" \"Conversion Hub\"\n.SH NAME\nconvhub \\- single source of truth for marketing conversions\n"
                     ".SH SYNOPSIS\n.B convhub\n.I COMMAND\n[\\fIARGUMENTS\\fR] [\\fIFLAGS\\fR]\n.SH DESCRIPTION\n";
  text += paragraph(pages.front().sentence) + ".PP\n";
  text +=
      "The program is the hub itself (\\fBconvhub serve\\fR) and its client:\nthe other commands ask the hub at "
      "\\fB\\-\\-server\\fR, or\nopen the data directory \\fB\\-\\-data\\fR themselves.\n.SH COMMANDS\n";
  for (const auto& page : pages.subspan(1)) text += section_of(page);
  return text + around;
}

}  // namespace hub::app
