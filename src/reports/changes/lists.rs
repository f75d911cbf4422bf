//! Sentences on what stands in a list: wishes, lessons, lines of cost, dues, seats, waivers.

use serde_json::Value;

use crate::answers::presence::joined;
use crate::changes::facts::List;
use crate::changes::tree::{Path, Step};
use crate::changes::{Change, What};
use crate::reports::changes::parts::{called, detail, parts, quoted, whether};
use crate::reports::changes::values::{shape_at, value};
use crate::reports::changes::{Telling, line, short};
use crate::reports::meeting::enumerated;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

/// What an item of a list is, with its article; and where it stands, when that is not the community or the settings.
fn noun(code: &str) -> (Text, bool) {
    let text = Text::new;
    match code {
        "waiver" => (text("the waiver", "de ontheffing"), false),
        "membership" => (text("the agreed dues", "de afspraak over de bijdrage"), true),
        "use" => (text("the use", "het gebruik"), true),
        "given" => (text("the contribution", "de bijdrage"), true),
        "milestone" => (text("the milestone", "de mijlpaal"), true),
        "price" => (text("the price", "de prijs"), true),
        "seat" => (text("the seat", "de zetel"), true),
        "agenda" => (text("the agenda item", "het agendapunt"), true),
        "occurrence" => (text("what is on record of the date", "wat is vastgelegd"), true),
        "cost" => (text("the cost line", "de post"), true),
        "income" => (text("the income line", "de baat"), true),
        "amendment" => (text("the budget change", "de begrotingswijziging"), true),
        "in-kind" => (text("the contribution in kind", "de bijdrage in natura"), true),
        "class" => (text("the size class", "de grootteklasse"), true),
        "bracket" => (text("the bracket", "de schijf"), true),
        "override" => (text("the agreement on an amount", "de afwijkende afspraak"), true),
        "expense" => (text("the expense", "de uitgave"), true),
        "vat-return" => (text("the VAT return", "de btw-afdracht"), true),
        "channel" => (text("the channel", "het kanaal"), false),
        "knowledge" => (text("the knowledge page", "de kennispagina"), false),
        "step" => (text("the onboarding step", "de onboardingstap"), false),
        "evaluation" => (text("the evaluation", "de evaluatie"), false),
        "measurement" => (text("the measurement", "de meting"), false),
        "lesson" => (text("the lesson", "de les"), false),
        "wish" => (text("the wish", "de wens"), false),
        _ => (text("the kind of contribution", "de soort bijdrage"), false),
    }
}

/// The keys by which an item is called, the first that it has.
const CALLED: [&str; 9] = ["name", "what", "id", "participant", "product", "class", "rule", "on", "up_to"];

pub(super) fn said(telling: &Telling<'_>, change: &Change, list: &List, from: Option<&Value>, to: Option<&Value>) -> Text {
    let of = telling.thing(&change.thing);
    // By what it was, where it was there: what it is called now is told with what changed.
    let item = from.or(to).unwrap_or(&Value::Null);
    let said = |key: &str| inner(telling, change, list, item, key);
    if list.code == "covers" {
        return covers(&of, item, to.is_some());
    }
    if let (None, Some(_)) = (from, to)
        && let Some((text, told)) = special(list.code, &of, &said)
    {
        let rest = details(telling, change, list, item, told);
        if rest.is_empty() {
            return text;
        }
        let rest = joined(&rest, ", ");
        return text!(text, rest; en: "{text} ({rest})", nl: "{text} ({rest})");
    }
    let (whole, told) = whole(list, &of, &said);
    match (from, to) {
        (None, _) => {
            let details = enumerated(&details(telling, change, list, item, &told));
            if details == Text::default() {
                return text!(whole; en: "{whole} was added", nl: "{whole} is toegevoegd");
            }
            text!(whole, details; en: "{whole} was added: {details}", nl: "{whole} is toegevoegd: {details}")
        }
        (_, None) => {
            let details = enumerated(&details(telling, change, list, item, &told));
            if details == Text::default() {
                return text!(whole; en: "{whole} was dropped", nl: "{whole} is vervallen");
            }
            text!(whole, details; en: "{whole} was dropped (was: {details})", nl: "{whole} is vervallen (was: {details})")
        }
        _ => {
            let depth = list.path.len() + 1;
            let parts = parts(telling, change, depth);
            if parts == Text::default() {
                return text!(whole; en: "{whole} changed", nl: "{whole} is gewijzigd");
            }
            text!(whole, parts; en: "{whole}: {parts}", nl: "{whole}: {parts}")
        }
    }
}

/// What an item is called, with the keys that this tells.
fn whole(list: &List, of: &Text, said: &dyn Fn(&str) -> Option<Text>) -> (Text, Vec<&'static str>) {
    if list.code == "expense"
        && let Some(text) = expense(said)
    {
        return (text, vec!["amount", "on", "line", "supplier"]);
    }
    let (noun, is_within) = noun(list.code);
    // A change of the budget is known by its day and the line that it changes; what is agreed with somebody by whom it is agreed with.
    if list.code == "amendment"
        && let (Some(on), Some(line)) = (said("on"), said("line"))
    {
        let text = text!(noun, on, line, of; en: "{noun} of {on} of “{line}” in {of}", nl: "{noun} van {on} op “{line}” in {of}");
        return (text, vec!["on", "line"]);
    }
    let Some((key, called)) = CALLED.into_iter().find_map(|key| Some((key, said(key)?))) else {
        return (if is_within { text!(noun, of; en: "{noun} of {of}", nl: "{noun} van {of}") } else { noun }, Vec::new());
    };
    let whole = match (list.code, key) {
        ("waiver", _) => text!(noun, called; en: "{noun} of `{called}`", nl: "{noun} van `{called}`"),
        ("use", _) => {
            return (text!(called, of; en: "the use of {called} by {of}", nl: "het gebruik van {called} door {of}"), vec!["product"]);
        }
        ("membership", "class") => text!(noun, called; en: "{noun} (class {called})", nl: "{noun} (klasse {called})"),
        ("membership", "product") => text!(noun, called; en: "{noun} for {called}", nl: "{noun} voor {called}"),
        ("bracket", _) => text!(noun, called; en: "{noun} up to {called}", nl: "{noun} tot en met {called}"),
        (_, "participant" | "on") => text!(noun, called; en: "{noun} of {called}", nl: "{noun} van {called}"),
        _ => {
            let called = Text { en: short(&called.en).into(), nl: short(&called.nl).into() };
            text!(noun, called; en: "{noun} “{called}”", nl: "{noun} “{called}”")
        }
    };
    let whole = match list.kind {
        _ if !is_within => whole,
        FileKind::Budget => text!(whole, of; en: "{whole} in {of}", nl: "{whole} in {of}"),
        _ => text!(whole, of; en: "{whole} of {of}", nl: "{whole} van {of}"),
    };
    (whole, vec![key])
}

/// What else an item says, key by key.
fn details(telling: &Telling<'_>, change: &Change, list: &List, item: &Value, told: &[&str]) -> Vec<Text> {
    let keys = item.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
    let open = keys.filter(|key| !told.contains(key) && !["id", "url", "basis", "note", "source"].contains(key));
    let one = |key: &str| {
        let shape = shape_at(change.thing.kind, &path(list, key));
        let name = called(change.thing.kind, key, &shape);
        if let Some(is) = item[key].as_bool() {
            // What is not so needs no saying, but for a cost that does not come back.
            return (is || matches!(key, "structural" | "member")).then(|| whether(&name, is, None, false));
        }
        let said = inner(telling, change, list, item, key)?;
        let is_text = item[key].as_str().is_some_and(|text| said.nl == line(text));
        Some(detail(key, &name, &if is_text { quoted(&said.nl) } else { said }))
    };
    open.filter_map(one).collect()
}

/// The way to a key of an item.
fn path(list: &List, key: &str) -> Path {
    let mut path: Vec<Step> = list.path.iter().map(|key| Step::Key((*key).to_owned())).collect();
    let at = crate::changes::tree::Item { name: String::new(), before: None, after: None };
    path.extend([Step::Item(at), Step::Key(key.to_owned())]);
    Path(path)
}

/// A value of an item.
fn inner(telling: &Telling<'_>, change: &Change, list: &List, item: &Value, key: &str) -> Option<Text> {
    let record = if item_is_old(change, item) { telling.before } else { telling.after };
    value((telling, record), &change.thing, key, item.get(key)?, &shape_at(change.thing.kind, &path(list, key)))
}

/// Whether an item stands on the older side only, or is asked for as it was there.
fn item_is_old(change: &Change, item: &Value) -> bool {
    matches!(&change.what, What::Listed { from: Some(from), .. } if std::ptr::eq(from, item))
}

/// What was spent: how much, when, for what and to whom.
fn expense(said: &dyn Fn(&str) -> Option<Text>) -> Option<Text> {
    let (amount, on, line) = (said("amount")?, said("on")?, said("line")?);
    let to = said("supplier").map(|to| text!(to; en: " to {to}", nl: " aan {to}")).unwrap_or_default();
    Some(
        text!(amount, on, line, to; en: "the expense of {amount} on {on} for “{line}”{to}", nl: "de uitgave van {amount} op {on} voor “{line}”{to}"),
    )
}

/// A duty that a task says it covers.
fn covers(of: &Text, item: &Value, is_there: bool) -> Text {
    let id = item.as_str().unwrap_or_default();
    let name = crate::handbook::duties::duty(id).map_or_else(|| Text::same(id), |duty| duty.name.clone());
    if is_there {
        text!(of, name; en: "{of} now covers the duty “{name}”", nl: "{of} hoort nu bij de kerntaak “{name}”")
    } else {
        text!(of, name; en: "{of} no longer covers the duty “{name}”", nl: "{of} hoort niet meer bij de kerntaak “{name}”")
    }
}

/// What is said in a way of its own when it is new, with the keys that this tells.
fn special(code: &str, of: &Text, said: &dyn Fn(&str) -> Option<Text>) -> Option<(Text, &'static [&'static str])> {
    let what = said("what");
    let text = match code {
        "wish" => {
            let what = what?;
            match said("by") {
                Some(by) => text!(what, by; en: "new wish of {by}: {what}", nl: "nieuwe wens van {by}: {what}"),
                None => text!(what; en: "new wish: {what}", nl: "nieuwe wens: {what}"),
            }
        }
        "lesson" => {
            let what = what?;
            text!(what; en: "lesson learned: {what}", nl: "geleerde les: {what}")
        }
        "milestone" => {
            let (what, on) = (what?, said("on")?);
            text!(of, what, on; en: "{of} reached on {on}: {what}", nl: "{of} bereikte op {on}: {what}")
        }
        "evaluation" => {
            let (what, on) = (what?, said("on")?);
            text!(what, on; en: "evaluated on {on}: {what}", nl: "geëvalueerd op {on}: {what}")
        }
        "measurement" => {
            let (what, number) = (what?, said("value")?);
            let unit = said("unit").map(|unit| text!(unit; en: " {unit}", nl: " {unit}")).unwrap_or_default();
            text!(what, number, unit; en: "measured: {what} {number}{unit}", nl: "gemeten: {what} {number}{unit}")
        }
        "use" => {
            let product = said("product")?;
            let status = said("status").map(|status| text!(status; en: " ({status})", nl: " ({status})")).unwrap_or_default();
            text!(of, product, status; en: "{of} uses {product}{status}", nl: "{of} gebruikt {product}{status}")
        }
        "given" => {
            let what = what?;
            let by = said("by").unwrap_or_else(|| of.clone());
            match (said("kind"), said("on")) {
                (Some(kind), Some(on)) => {
                    text!(what, by, kind, on; en: "{by} contributed: {what} ({kind}, {on})", nl: "{by} droeg bij: {what} ({kind}, {on})")
                }
                _ => text!(what, by; en: "{by} contributed: {what}", nl: "{by} droeg bij: {what}"),
            }
        }
        "membership" => {
            let (amount, from) = (said("amount")?, said("from")?);
            text!(of, amount, from; en: "the contribution that was agreed with {of} is {amount} from {from}", nl: "de afgesproken bijdrage van {of} is {amount} vanaf {from}")
        }
        "waiver" => {
            let rule = said("rule")?;
            let reason = said("reason").map(|reason| text!(reason; en: ", because: {reason}", nl: ", want: {reason}")).unwrap_or_default();
            let until = said("until").map(|until| text!(until; en: " until {until}", nl: " tot en met {until}")).unwrap_or_default();
            text!(rule, until, reason; en: "findings of `{rule}` are put up with{until}{reason}", nl: "meldingen van `{rule}` worden geduld{until}{reason}")
        }
        "expense" => {
            let (amount, line) = (said("amount")?, said("line")?);
            let to = said("supplier").map(|to| text!(to; en: " to {to}", nl: " aan {to}")).unwrap_or_default();
            let on = said("on")?;
            text!(amount, line, to, on; en: "spent on {on}: {amount} for “{line}”{to}", nl: "uitgegeven op {on}: {amount} voor “{line}”{to}")
        }
        "vat-return" => {
            let (amount, on) = (said("amount")?, said("on")?);
            // What comes back is written as less than nothing.
            if let Some((en, nl)) = amount.en.strip_prefix('-').zip(amount.nl.strip_prefix('-')) {
                let amount = Text { en: en.to_owned().into(), nl: nl.to_owned().into() };
                text!(amount, on; en: "VAT got back from the tax authority on {on}: {amount}", nl: "btw teruggekregen op {on}: {amount}")
            } else {
                text!(amount, on; en: "VAT settled with the tax authority on {on}: {amount}", nl: "btw afgedragen op {on}: {amount}")
            }
        }
        _ => return None,
    };
    let told: &[&str] = match code {
        "wish" => &["what", "by", "on"],
        "lesson" => &["what"],
        "measurement" => &["what", "value", "unit"],
        "use" => &["product", "status"],
        "given" => &["what", "by", "kind", "on"],
        "membership" => &["amount", "from"],
        "waiver" => &["rule", "reason", "until"],
        "expense" => &["amount", "line", "supplier", "on"],
        "vat-return" => &["amount", "on"],
        _ => &["what", "on"],
    };
    Some((text, told))
}
