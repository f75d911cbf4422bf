//! `commons invoice --issue` and `--issued`: drafts get their number, here or from the finance system of the lead.

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use commons::answers::billed::{is_for, kind_of};
use commons::answers::issued::{Given, Once};
use commons::answers::series::{Shape, USUAL};
use commons::date::Date;
use commons::record::Record;
use commons::record::finance;
use commons::record::finance::InvoiceKind;
use commons::record::values::Id;
use commons::rules::past::lost;
use commons::text;
use commons::text::{Lang, Text, listed};
use commons::writing::invoices::drafts;
use commons::writing::invoices::fit::unfit;
use commons::writing::invoices::issue::{Issued, Numbers, Obstacle, issue, latest};
use commons::writing::invoices::text::text_of;

use crate::context::{Context, Opened, say};
use crate::invoice::past::{Reach, in_the_way, past, told};
use crate::invoice::ubl::unsendable;
use crate::invoice::{Invoice, few, gaps_said, is_external, organisation, warn_of_standing, whole};
use crate::writing::{Judge, Texts};

impl Invoice {
    pub(super) fn issued(&self, year: i32, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        whole(record)?;
        let (lang, on) = (context.lang(record), record.on);
        let chosen = self.chosen(record, year, on, lang)?;
        if chosen.is_empty() && !drafts(record, year).is_empty() {
            say(text!(on; en: "no draft for {year} is to be sent on {on}", nl: "op {on} is geen concept voor {year} aan de beurt")
                .get(lang));
            return Ok(ExitCode::SUCCESS);
        }
        if chosen.is_empty() {
            say(text!(en: "there are no drafts for {year} to issue; `commons invoice --year {year}` makes them", nl: "er zijn voor {year} geen concepten om definitief te maken; `commons invoice --year {year}` maakt ze").get(lang));
            return Ok(ExitCode::SUCCESS);
        }
        if is_external(record) && chosen.iter().any(|one| kind_of(one) != InvoiceKind::Request) {
            bail!(
                "another system numbers the invoices (`numbering = \"external\"` in commons.toml): `commons invoice --year {year} --order` writes \
                 the order for it, and `--issued NUMBER DRAFT` takes its number in"
            );
        }
        let finances = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref());
        let shape = finances.and_then(|finances| finances.invoice_number.as_deref()).unwrap_or(USUAL);
        let shape = Shape::parse(shape).map_err(|why| anyhow!("{}", why.get(Lang::En)))?;
        let given = given_before(&opened, lang)?;
        let mut numbers: BTreeSet<String> = record.invoices.iter().filter_map(|one| one.number.clone()).collect();
        numbers.extend(given.numbers.keys().cloned());
        if let Some((day, number)) = latest(record, &shape, on.year()).filter(|(day, _)| *day > on) {
            bail!("invoice {number} is of {day}, and a later number cannot have an earlier day; give --on a day from {day} on");
        }
        let missing = shape.missing(numbers.iter().map(String::as_str), on.year());
        if !missing.is_empty() {
            let (missing, first) = (few(&missing), on.year());
            say(text!(en: "warning: the series of {first} misses {missing}", nl: "let op: in de reeks van {first} ontbreekt {missing}")
                .get(lang));
        }
        not_far_off(&chosen, on, Context::today(record))?;
        warn_of_standing(record, year);
        let mut obstacles = unfit(record, year, &chosen).map_err(|gaps| gaps_said(year, &gaps))?;
        obstacles.extend(in_the_way(lost(&given, record), |id| chosen.iter().any(|one| is_for(record, one, &Id::new(id)))));
        let all = match issue(record, &chosen, on, Numbers::Own(&shape, &numbers)) {
            Ok(all) => {
                obstacles.extend(unsendable(record, &all));
                all
            }
            Err(found) => {
                obstacles.extend(found);
                Vec::new()
            }
        };
        if !obstacles.is_empty() {
            return Err(refused(&obstacles, lang));
        }
        self.write(&opened, &all, context)
    }

    /// A number that another system gave.
    pub(super) fn taken_in(&self, number: &str, typed: &str, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        whole(record)?;
        let lang = context.lang(record);
        if !is_external(record) {
            bail!(
                "this record numbers its invoices itself, so --issue gives the number; `numbering = \"external\"` in commons.toml says that another system does"
            );
        }
        let number = number.trim();
        if !is_number(number) {
            bail!("`{number}` is no number of an invoice: it has a digit, and beside letters and digits only `-` `/` `.` `_` and spaces");
        }
        let draft = one_draft(record, typed, self.year)?;
        if kind_of(draft) == InvoiceKind::Request {
            bail!("{} is a request for a voluntary contribution, which has no number; --issue gives it its day", draft.file);
        }
        if let Some(other) = record.invoices.iter().find(|one| one.number.as_deref() == Some(number)) {
            bail!("{number} is the number of {} already", other.file);
        }
        let given = given_before(&opened, lang)?;
        if let Some(Once { commit, path, .. }) = given.numbers.get(number) {
            bail!("{number} was given before, to {path} (commit {commit}), and a number is given once");
        }
        let found = in_the_way(lost(&given, record), |id| is_for(record, draft, &Id::new(id)));
        if !found.is_empty() {
            return Err(refused(&found, lang));
        }
        let all = issue(record, &[draft], record.on, Numbers::Given(number)).map_err(|obstacles| refused(&obstacles, lang))?;
        self.write(&opened, &all, context)
    }

    /// The drafts that are named, by their file or by who is to pay.
    pub(super) fn named<'a>(&self, record: &'a Record, year: i32) -> anyhow::Result<Vec<&'a finance::Invoice>> {
        let all = drafts(record, year);
        let mut chosen = Vec::new();
        for typed in &self.participants {
            let stem = typed.strip_suffix(".toml").unwrap_or(typed);
            let stem = stem.rsplit('/').next().unwrap_or(stem);
            let found: Vec<&finance::Invoice> = if let Some(one) = all.iter().find(|one| one.file.stem() == stem) {
                vec![one]
            } else {
                let id = payer(record, typed, &all)?;
                all.iter().filter(|one| is_for(record, one, &id)).copied().collect()
            };
            if found.is_empty() {
                bail!("there is no draft for `{typed}` in {year}");
            }
            chosen.extend(found);
        }
        chosen.sort_by_key(|one| (record.index.plain(&one.participant).0, kind_of(one) != InvoiceKind::Credit, one.file.clone()));
        chosen.dedup_by_key(|one| &one.file);
        Ok(chosen)
    }

    /// The drafts that are to be issued: those that are named, else all whose day has come.
    fn chosen<'a>(&self, record: &'a Record, year: i32, on: Date, lang: Lang) -> anyhow::Result<Vec<&'a finance::Invoice>> {
        if !self.participants.is_empty() {
            let named = self.named(record, year)?;
            let is_named = |one: &finance::Invoice| self.participants.iter().any(|typed| typed.contains(one.file.stem()));
            return Ok(in_time(named, on, lang, is_named));
        }
        Ok(in_time(drafts(record, year), on, lang, |_| false))
    }

    fn write(&self, opened: &Opened, all: &[Issued], context: &Context) -> anyhow::Result<ExitCode> {
        let lang = context.lang(&opened.record);
        let mut texts = Texts::new();
        let mut what = Vec::new();
        for one in all {
            texts.insert(one.draft.clone(), None);
            texts.insert(one.path.clone(), Some(text_of(&one.invoice)));
            let (id, total) = (&one.invoice.participant, one.invoice.total.unwrap_or_default().in_currency(opened.record.currency()));
            what.push(match &one.invoice.number {
                Some(number) => text!(total; en: "{number}: `{id}`, {total}", nl: "{number}: `{id}`, {total}"),
                None => text!(total; en: "request: `{id}`, {total}", nl: "verzoek: `{id}`, {total}"),
            });
        }
        let is_without = |one: &&Issued| one.invoice.order_number.is_none() && one.invoice.number.is_some();
        let mut without: Vec<&str> = all.iter().filter(is_without).map(|one| one.invoice.participant.as_str()).collect();
        without.dedup();
        if !without.is_empty() {
            let names = listed(without, 10);
            say(text!(names; en: "warning: no order number on record of {names}; many municipalities send an invoice without one back", nl: "let op: geen verplichtingen- of inkoopordernummer in het dossier van {names}; veel gemeenten sturen een factuur zonder dat nummer terug").get(lang));
        }
        let moved = moved(&opened.record, all);
        let done = self.writing.carry_out(context, &Judge::of(opened), &texts, &what);
        if done.is_ok() {
            for text in &moved {
                say(text.get(lang));
            }
        }
        done.map_err(|why| match all.iter().find(|one| opened.source.root.join(one.path.as_str()).exists()) {
            Some(other) => {
                anyhow!(
                    "{} was issued by somebody else in the meantime; none of the numbers above was given here, so give the command again",
                    other.path
                )
            }
            None => why,
        })
    }
}

/// Refuses a day that is still to come and lies a year or more behind what is invoiced: a day that was given cannot be changed, and no
/// later number can have an earlier one.
fn not_far_off(chosen: &[&finance::Invoice], on: Date, today: Date) -> anyhow::Result<()> {
    let ends = |one: &&finance::Invoice| one.period.as_ref().map(|period| period.until).or_else(|| Date::of(one.year, 12, 31));
    match chosen.iter().find(|one| on > today && ends(one).is_some_and(|end| on > end.plus_months(12))) {
        Some(one) => bail!("{on} is still to come, and lies more than a year after what {} is for; mend --on", one.file),
        None => Ok(()),
    }
}

/// How what was paid of an invoice goes to the one that is asked instead.
fn moved(record: &Record, all: &[Issued]) -> Vec<Text> {
    let mut said = Vec::new();
    for credit in all.iter().map(|one| &one.invoice) {
        let Some(was) = credit.credits.as_deref() else { continue };
        let is_instead = |one: &&Issued| one.invoice.credits.is_none() && one.invoice.participant == credit.participant;
        let Some(now) = all.iter().find(is_instead).and_then(|one| one.invoice.number.as_deref()) else { continue };
        for file in &record.payments {
            for (n, _) in file.payment.iter().enumerate().filter(|(_, one)| one.invoice.as_deref() == Some(was) && one.amount.0 > 0) {
                let path = file.file.as_str().trim_end_matches(".toml");
                said.push(text!(en: "{was} was paid; where that counts for {now}: `commons set {path} 'payment[{n}].invoice' {now}`", nl: "{was} is betaald; telt dat voor {now}, dan: `commons set {path} 'payment[{n}].invoice' {now}`"));
            }
        }
    }
    said
}

/// What history knows; what is odd in it is said.
fn given_before(opened: &Opened, lang: Lang) -> anyhow::Result<Given> {
    let (found, reach) = past(&opened.source, &opened.record)?;
    let part = match reach {
        Reach::Whole => None,
        Reach::Shallow => Some(Text::new(
            "warning: this clone has only a part of its history, so a number that was given before may be given again; `git fetch --unshallow` brings the rest",
            "let op: deze kloon heeft maar een deel van de geschiedenis, dus een nummer kan twee keer gegeven worden; `git fetch --unshallow` haalt de rest op",
        )),
        Reach::Nothing => Some(Text::new(
            "warning: nothing of this record is committed to git yet, so nobody can tell whether a number was given before",
            "let op: van dit dossier staat nog geen commit in git, dus niemand kan zien of een nummer al eens is gegeven",
        )),
        Reach::NoGit => Some(Text::new(
            "warning: this record is not in git, so nobody can tell whether a number was given before",
            "let op: dit dossier staat niet in git, dus niemand kan zien of een nummer al eens is gegeven",
        )),
    };
    if let Some(part) = part {
        say(part.get(lang));
    }
    told(&opened.record, &found, lang);
    Ok(found)
}

/// Those whose day has come, or that are named; the others are told.
fn in_time(all: Vec<&finance::Invoice>, on: Date, lang: Lang, is_named: impl Fn(&finance::Invoice) -> bool) -> Vec<&finance::Invoice> {
    let (ready, later): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| is_named(one) || one.planned.is_none_or(|planned| planned <= on));
    if let Some(first) = later.iter().filter_map(|one| one.planned).min() {
        let names = listed(later.iter().map(|one| one.file.stem()), 5);
        say(text!(names, first; en: "planned for {first} or later, and not issued unless they are named: {names}", nl: "gepland voor {first} of later, en alleen definitief te maken als u ze noemt: {names}").get(lang));
    }
    ready
}

/// The one draft that is meant by its name or by who is to pay.
pub(super) fn one_draft<'a>(record: &'a Record, typed: &str, year: Option<i32>) -> anyhow::Result<&'a finance::Invoice> {
    let stem = typed.strip_suffix(".toml").unwrap_or(typed);
    let stem = stem.rsplit('/').next().unwrap_or(stem);
    let years: BTreeSet<i32> = record.invoices.iter().map(|one| one.year).filter(|of| year.is_none_or(|year| year == *of)).collect();
    let all: Vec<&finance::Invoice> = years.into_iter().flat_map(|year| drafts(record, year)).collect();
    let mut found: Vec<&finance::Invoice> = all.iter().filter(|one| one.file.stem() == stem).copied().collect();
    if found.is_empty() {
        let id = payer(record, typed, &all)?;
        found = all.iter().filter(|one| is_for(record, one, &id)).copied().collect();
    }
    match found[..] {
        [one] => Ok(one),
        [] => bail!("there is no draft for `{typed}`"),
        _ => {
            let files: Vec<String> = found.iter().map(|one| one.file.to_string()).collect();
            bail!("`{typed}` may be several drafts; name one, with --year where they are of several years: {}", files.join(", "))
        }
    }
}

/// Who is to pay the drafts that are meant; what looks like the name of a draft is not asked for as an organisation.
fn payer(record: &Record, typed: &str, drafts: &[&finance::Invoice]) -> anyhow::Result<Id> {
    organisation(record, typed).or_else(|why| {
        if !typed.contains("draft") {
            return Err(why);
        }
        let names: Vec<String> = drafts.iter().map(|one| one.file.stem().to_owned()).collect();
        match commons::words::nearest(typed, names.iter().map(String::as_str)) {
            Some(near) => bail!("there is no draft `{typed}`; did you mean `{near}`?"),
            None if names.is_empty() => bail!("there is no draft `{typed}`, nor any other; `commons invoice --year YEAR` makes them"),
            None => bail!("there is no draft `{typed}`; there are: {}", few(&names)),
        }
    })
}

/// Whether a text may be the number of an invoice that another system gave.
fn is_number(typed: &str) -> bool {
    let may_stand = |c: char| c.is_ascii_alphanumeric() || "-/._ ".contains(c);
    typed.len() <= 40 && typed.chars().all(may_stand) && typed.chars().any(|c| c.is_ascii_digit())
}

/// Says what stands in the way, each with the command that helps.
pub(super) fn refused(obstacles: &[Obstacle], lang: Lang) -> anyhow::Error {
    const MOST: usize = 20;
    for one in obstacles.iter().take(MOST) {
        let command = one.command.as_ref().map(|command| format!(": `{command}`")).unwrap_or_default();
        say(&format!("{}: {}{command}", one.file, one.why.get(lang)));
    }
    if let more @ 1.. = obstacles.len().saturating_sub(MOST) {
        say(text!(en: "and {more} more", nl: "en nog {more}").get(lang));
    }
    anyhow!("nothing is issued, for an invoice may not be sent so; mend what is named above, or name the drafts that are to be issued")
}
