// The rules of docs/semantics.md, "Eligible touchpoints", edge by edge: one row, one rule.
#include <catch2/catch.hpp>

#include "eligibility_rows.hpp"

using namespace hub;
using namespace hub::rows;

namespace {

const with plain;

const std::vector<row> window_rows = {
    {"a touch at the conversion's instant counts", {click_(0)}, plain, {ok}},
    {"a touch a microsecond before the conversion counts", {click_(1)}, plain, {ok}},
    {"a touch a microsecond after the conversion is too late", {click_(-1)}, plain, {late}},
    {"a touch long after the conversion is too late", {click_(d), click_(-30 * d)}, plain, {ok, late}},
    {"the default window is 90 days, its edge included", {click_(90 * d)}, plain, {ok}},
    {"a microsecond beyond the default window is outside", {click_(90 * d + 1)}, plain, {old}},
    {"the edge of a week's window is inside", {click_(7 * d)}, plain.lookback(7 * d), {ok}},
    {"a microsecond beyond a week's window is outside", {click_(7 * d + 1)}, plain.lookback(7 * d), {old}},
    {"both edges are inside at once", {click_(d), click_(0)}, plain.lookback(d), {ok, ok}},
    {"a window of one microsecond holds two instants",
     {click_(2), click_(1), click_(0)},
     plain.lookback(1),
     {old, ok, ok}},
    {"no lookback is no limit", {click_(190 * d), click_(91 * d)}, plain.lookback(0), {ok, ok}},
    {"no lookback still ends at the conversion", {click_(190 * d), click_(-1)}, plain.lookback(0), {ok, late}},
    {"no lookback goes back before 1970", {click_(20'000 * d)}, plain.lookback(0), {ok}},
    {"without touches nothing is eligible", {}, plain, {}},
    {"when all are outside, none is eligible", {click_(99 * d), click_(98 * d)}, plain, {old, old}},
};

const std::vector<row> tie_rows = {
    {"ties at one instant all count",
     {click_(h), engaged(h), view(h), impression(h)},
     plain.views().both(),
     {ok, ok, ok, ok}},
    {"a click at the instant of a view beats it", {click_(h), view(h)}, plain.views(), {ok, beaten}},
    {"ties at the window's edge are all inside", {click_(d), click_(d), engaged(d)}, plain.lookback(d), {ok, ok, ok}},
    {"ties at the conversion's instant are all inside", {click_(0), engaged(0), click_(0)}, plain, {ok, ok, ok}},
    {"ties just after the conversion are all too late", {click_(1), click_(-1), view(-1)}, plain, {ok, late, late}},
    {"ties of one ad fold into the first of them",
     {click_(h), engaged(h), click_(h)},
     plain.fold(1),
     {ok, folded, folded}},
};

const std::vector<row> interaction_rows = {
    {"clicks and engaged views count by default", {click_(2 * h), engaged(h)}, plain, {ok, ok}},
    {"views do not count by default", {view(h)}, plain, {kind}},
    {"impressions do not count by default", {impression(h)}, plain, {kind}},
    {"views count where they are asked for", {view(2 * h), impression(h)}, plain.views(), {ok, ok}},
    {"an engaged view beats no view", {engaged(2 * h), view(h)}, plain.views(), {ok, ok}},
    {"a click beats views before it and after it",
     {view(3 * h), click_(2 * h), impression(h)},
     plain.views(),
     {beaten, ok, beaten}},
    {"a click leaves engaged views alone", {engaged(2 * h), click_(h)}, plain.views(), {ok, ok}},
    {"clicks and views count together where both may", {view(2 * h), click_(h)}, plain.views().both(), {ok, ok}},
    {"a click outside the window beats no view", {click_(100 * d), view(h)}, plain.views(), {old, ok}},
    {"a bot's click beats no view", {by_bot(click_(2 * h)), view(h)}, plain.views(), {bot, ok}},
    {"a click after the conversion beats no view", {view(h), click_(-1)}, plain.views(), {ok, late}},
    {"a bot's click that may count beats a view", {by_bot(click_(2 * h)), view(h)}, plain.views().bots(), {ok, beaten}},
};

const std::vector<row> direct_rows = {
    {"one direct touch alone counts", {direct(click_(h))}, plain, {ok}},
    {"an all-direct path counts whole",
     {direct(click_(3 * h)), direct(click_(2 * h)), direct(engaged(h))},
     plain,
     {ok, ok, ok}},
    {"direct falls out beside any other", {click_(2 * h), direct(click_(h))}, plain, {ok, dir}},
    {"direct falls out before and after the other",
     {direct(click_(3 * h)), click_(2 * h), direct(click_(h))},
     plain,
     {dir, ok, dir}},
    {"direct falls out beside an engaged view", {engaged(2 * h), direct(click_(h))}, plain, {ok, dir}},
    {"direct that is kept counts", {click_(2 * h), direct(click_(h))}, plain.keep(), {ok, ok}},
    {"an all-direct path is the same when kept", {direct(click_(2 * h)), direct(click_(h))}, plain.keep(), {ok, ok}},
    {"a touch outside the window does not push direct out", {click_(91 * d), direct(click_(h))}, plain, {old, ok}},
    {"a bot does not push direct out", {by_bot(click_(2 * h)), direct(click_(h))}, plain, {bot, ok}},
    {"a view that may not count does not push direct out", {view(2 * h), direct(click_(h))}, plain, {kind, ok}},
    {"a touch after the conversion does not push direct out", {direct(click_(h)), click_(-1)}, plain, {ok, late}},
    {"a view that counts pushes direct out, so the direct click beats it not",
     {view(2 * h), direct(click_(h))},
     plain.views(),
     {ok, dir}},
    {"a direct click that is kept beats a view", {view(2 * h), direct(click_(h))}, plain.views().keep(), {beaten, ok}},
    {"a direct click beats a direct view where all is direct",
     {direct(view(2 * h)), direct(click_(h))},
     plain.views(),
     {beaten, ok}},
};

const std::vector<row> bot_rows = {
    {"bots do not count", {by_bot(click_(h))}, plain, {bot}},
    {"bots count where they are let in", {by_bot(click_(h))}, plain.bots(), {ok}},
    {"a bot outside the window is a bot first", {by_bot(click_(100 * d))}, plain, {bot}},
    {"a bot let in must be inside the window", {by_bot(click_(100 * d))}, plain.bots(), {old}},
    {"a bot's view is a bot's first", {by_bot(view(h))}, plain, {bot}},
    {"a bot's view let in is still a view", {by_bot(view(h))}, plain.bots(), {kind}},
    {"a direct bot is a bot first", {click_(2 * h), by_bot(direct(click_(h)))}, plain, {ok, bot}},
    {"a view outside the window is outside first", {view(100 * d)}, plain, {old}},
    {"a direct view is a view first", {click_(2 * h), direct(view(h))}, plain, {ok, kind}},
    {"a direct view that may count is direct first", {click_(2 * h), direct(view(h))}, plain.views(), {ok, dir}},
};

const std::vector<row> collapse_rows = {
    {"nothing folds by default", {click_(2 * m), click_(m), click_(m)}, plain, {ok, ok, ok}},
    {"a repeat at the edge of the minutes folds", {click_(31 * m), click_(m)}, plain.fold(30), {ok, folded}},
    {"a repeat a microsecond later stands", {click_(31 * m + 1), click_(m)}, plain.fold(30), {ok, ok}},
    {"a chain is measured from its first touch",
     {click_(60 * m), click_(40 * m), click_(20 * m), click_(0)},
     plain.fold(30),
     {ok, folded, ok, folded}},
    {"another ad does not fold", {click_(2 * m), of_ad(click_(m), 2)}, plain.fold(30), {ok, ok}},
    {"another campaign does not fold", {click_(2 * m), of_campaign(click_(m), 2)}, plain.fold(30), {ok, ok}},
    {"another channel does not fold", {click_(2 * m), of_channel(click_(m), 2)}, plain.fold(30), {ok, ok}},
    {"another ad between ends the run",
     {click_(3 * m), of_ad(click_(2 * m), 2), click_(m)},
     plain.fold(30),
     {ok, ok, ok}},
    {"an engaged view folds into a click of its ad", {click_(2 * m), engaged(m)}, plain.fold(30), {ok, folded}},
    {"a bot between does not end a run",
     {click_(3 * m), by_bot(of_ad(click_(2 * m), 2)), click_(m)},
     plain.fold(30),
     {ok, bot, folded}},
    {"a view that may not count does not end a run",
     {click_(3 * m), of_ad(view(2 * m), 2), click_(m)},
     plain.fold(30),
     {ok, kind, folded}},
    {"a direct touch that falls out does not end a run",
     {click_(3 * m), direct(of_channel(click_(2 * m), 9)), click_(m)},
     plain.fold(30),
     {ok, dir, folded}},
    {"a beaten view opens no run",
     {view(40 * m), click_(20 * m), click_(0)},
     plain.views().fold(30),
     {beaten, ok, folded}},
    {"a touch outside the window opens no run",
     {click_(d + 1), click_(d), click_(d - m)},
     plain.lookback(d).fold(30),
     {old, ok, folded}},
    {"direct touches fold where they are all there is",
     {direct(click_(2 * m)), direct(click_(m))},
     plain.fold(30),
     {ok, folded}},
};

}  // namespace

TEST_CASE("every edge of the window is where the rules say", "[domain][eligibility][matrix]") {
  CHECK(broken(window_rows) == none{});
  CHECK(broken(tie_rows) == none{});
}

TEST_CASE("every rule of views and clicks holds", "[domain][eligibility][matrix]") {
  CHECK(broken(interaction_rows) == none{});
}

TEST_CASE("every rule of direct touches holds", "[domain][eligibility][matrix]") {
  CHECK(broken(direct_rows) == none{});
}

TEST_CASE("a touch that several rules exclude names the first of them", "[domain][eligibility][matrix]") {
  CHECK(broken(bot_rows) == none{});
}

TEST_CASE("every rule of runs of one ad holds", "[domain][eligibility][matrix]") {
  CHECK(broken(collapse_rows) == none{});
}
