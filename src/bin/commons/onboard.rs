//! `commons onboard`: how a new participant comes in: the checklist, the buddy, the welcome; and what of it is done.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::audience::{Audience, hidden_person};
use commons::answers::buddies::{is_settled, proposal};
use commons::answers::onboarding::{Buddy, is_supplier, way_in};
use commons::answers::presence::name;
use commons::date::Date;
use commons::edit::Edit;
use commons::handbook::municipalities::{by_code, by_name, nearest_name};
use commons::keys::Keys;
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::participant::{Participant, Status};
use commons::record::values::TakesPart;
use commons::reports::onboard::{Options, onboard as report};
use commons::source::layout::FileKind;
use commons::text;
use commons::text::Text;
use commons::writing::add::draft::{Draft, changed};
use commons::writing::onboard::{Asked, inline, onboard};

use crate::complete;
use crate::context::{Context, day, say};
use crate::files;
use crate::form::{Form, meant, reference};
use crate::writing::{Judge, Texts, Writing, refused, text_of};

/// Show how a new participant comes in: checklist, buddy, welcome; and keep what of it is done
#[derive(clap::Args)]
#[command(after_help = "Without --start, --buddy, --done, --undo and --not-applicable nothing is written: it is a page to send.

Examples:
  commons onboard dalfsen --format html -o welkom-dalfsen.html
  commons onboard dalfsen --start 2026-09-14
  commons onboard dalfsen --done welcome-mail --done buddy=2026-09-22
  commons onboard dalfsen --not-applicable access \"neemt SaaS af\"
  commons onboard --template --format md")]
pub struct Onboard {
    /// The participant, by its id or its name
    #[arg(required_unless_present = "template", add = complete::ids(Kinds::ORGANISATION))]
    participant: Option<String>,
    /// The same for whoever is still thinking: days after the start instead of dates, and no names of one participant
    #[arg(long, conflicts_with_all = ["participant", "start", "buddy", "done", "undo", "not_applicable"])]
    template: bool,
    /// Begin: the first day; a buddy is proposed where --buddy names none
    #[arg(long, value_name = "DATE", value_parser = day)]
    start: Option<Date>,
    /// Who helps during the first three months: a person or an organisation
    #[arg(long, value_name = "WHO", add = complete::ids(Kinds::ACTOR))]
    buddy: Option<String>,
    /// A step is done, on the day of --on or on its own: `buddy`, `buddy=2026-09-22`
    #[arg(long, value_name = "STEP[=DATE]", num_args = 1.., value_delimiter = ',', value_parser = step)]
    done: Vec<(String, Option<Date>)>,
    /// A step is not done after all, or does apply
    #[arg(long, value_name = "STEP", num_args = 1.., value_delimiter = ',')]
    undo: Vec<String>,
    /// A step does not apply, and why
    #[arg(long, num_args = 2, value_names = ["STEP", "REASON"])]
    not_applicable: Vec<String>,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    writing: Writing,
}

fn step(typed: &str) -> Result<(String, Option<Date>), String> {
    match typed.split_once('=') {
        None => Ok((typed.to_owned(), None)),
        Some((step, on)) => Ok((step.to_owned(), Some(day(on)?))),
    }
}

impl Onboard {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let asks = self.start.is_some()
            || self.buddy.is_some()
            || !self.done.is_empty()
            || !self.undo.is_empty()
            || !self.not_applicable.is_empty();
        if asks {
            return self.write(context);
        }
        if self.writing.yes || self.writing.dry_run || self.writing.force {
            bail!("there is nothing to write; --start, --buddy, --done, --undo and --not-applicable say what");
        }
        let opened = context.open_only(&files::NEWCOMERS)?;
        let record = &opened.record;
        let one = self.participant.as_deref().map(|typed| participant(record, typed)).transpose()?;
        if let Some(one) = one.filter(|_| !context.options.quiet) {
            next(record, one, self.form.audience(), context);
        }
        let document = report(record, &Options { participant: one, audience: self.form.audience() });
        self.form.write(document, opened, context)
    }

    fn write(&self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        let one = participant(record, self.participant.as_deref().unwrap_or_default())?;
        // What is said to be done today has not been done where today is still to come.
        let today = Date(chrono::Utc::now().date_naive()).plus_days(1);
        if record.on > today && self.done.iter().any(|(_, day)| day.is_none()) {
            bail!("{} is still to come, so nothing is done on it; a step is marked when it is done", record.on);
        }
        let asked = Asked {
            start: self.start,
            buddy: self.buddy.as_deref().map(|typed| reference(record, typed, Kinds::PERSON | Kinds::ORGANISATION)).transpose()?,
            done: self.done.clone(),
            undo: self.undo.clone(),
            not_applicable: self.not_applicable.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
        };
        let plan = onboard(record, one, &asked)?;
        let lang = context.lang(record);
        plan.known.iter().for_each(|text| say(text.get(lang)));
        if plan.edits.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let before = text_of(&opened.source, &one.file)?;
        let edited = |edits: &[Edit]| changed(&one.file, &before, edits);
        let text = edited(&plan.edits).or_else(|why| edited(&inline(one, &plan.edits)).map_err(|_| why));
        let text = text.map_err(|why| refused(&one.file, why))?;
        let text = Draft { path: one.file.clone(), text, base: Keys::default() }.finished(Some(&before));
        let texts = Texts::from([(one.file.clone(), Some(text))]);
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &plan.said)
    }
}

/// The participant that was meant; one that is not on record is told how to come there.
fn participant<'a>(record: &'a Record, typed: &str) -> anyhow::Result<&'a Participant> {
    let found = meant(record, typed, Kinds::ORGANISATION);
    let known = by_code(typed).map_or_else(|| by_name(typed), |known| vec![known]);
    let of_participants = |unread: &&commons::record::Unread| unread.kind == FileKind::Participant;
    let unread: Vec<String> = record.unread.iter().filter(of_participants).map(|unread| unread.file.to_string()).collect();
    let here = |code: &str| record.participants.values().find(|one| one.cbs_code.as_deref() == Some(code));
    let id = match (found, known.as_slice()) {
        (Ok(id), _) => id,
        // A code, or another way in which the name of a municipality is written.
        (Err(_), [one]) if here(one.code).is_some() => here(one.code).map(|one| one.id.clone()).expect("it was just found"),
        (Err(_), [_, ..]) if !unread.is_empty() => {
            bail!("whether `{typed}` is in this record is not known, for {} cannot be read; `commons check` says why", unread.join(", "))
        }
        (Err(_), [one]) => {
            let name = one.name;
            bail!(
                "{name} is a municipality that is not in this record yet; add it with `commons add participant \"{name}\" --status interested \
                 --interest-on {}`, or with `--joined DATE` where it takes part",
                record.on
            )
        }
        (Err(_), several @ [_, ..]) => {
            let all: Vec<String> = several.iter().map(|one| format!("{} ({})", one.name, one.code)).collect();
            bail!("more than one municipality is called `{typed}`: {}; name it by its code", all.join(", "))
        }
        (Err(why), []) => {
            let why = why.to_string();
            if let Some(near) = why.strip_suffix('?') {
                bail!("{near}, or is it new: `commons add participant \"{typed}\" --status interested`?");
            }
            let new = match nearest_name(typed).filter(|near| near.inhabitants.is_some()) {
                Some(near) if here(near.code).is_some() => {
                    let id = here(near.code).map(|one| one.id.clone()).expect("it was just found");
                    bail!("{why}; did you mean `{id}`?")
                }
                Some(near) => {
                    format!("the municipality of {0} comes into it with `commons add participant \"{0}\" --status interested`", near.name)
                }
                None => "somebody new comes into it with `commons add participant \"NAME\" --status interested`".to_owned(),
            };
            bail!("{why}; {new}")
        }
    };
    let id = record.index.plain(&id).0;
    let Some(one) = record.participants.get(id.as_ref()) else {
        bail!("`participants/{id}.toml` cannot be read; `commons check` says why");
    };
    if one.status_on(record.on) == Some(Status::Left) {
        bail!("`{id}` has left; an onboarding is for whoever comes");
    }
    if one.onboarding.is_none() && one.status_on(record.on) == Some(Status::Leaving) {
        bail!("`{id}` is leaving; an onboarding is for whoever comes");
    }
    if one.onboarding.is_none() && one.takes_part == Some(TakesPart::No) && !one.supplier {
        bail!(
            "`{id}` takes no part (`takes_part = false`), so there is nothing to begin; where that changed: `commons set {id}.takes_part true`"
        );
    }
    Ok(one)
}

/// What there is to do for whoever sends the page: to begin, and to find a buddy.
fn next(record: &Record, one: &Participant, audience: Audience, context: &Context) {
    let (id, on, lang) = (&one.id, record.on, context.lang(record));
    if one.onboarding.is_none() {
        say(text!(en: "no onboarding is on record; it begins with `commons onboard {id} --start {on}`", nl: "er staat nog geen onboarding in het dossier; die begint met `commons onboard {id} --start {on}`").get(lang));
    }
    let way = way_in(record, one);
    let start = if one.onboarding.is_none() { format!(" --start {on}") } else { String::new() };
    let is_wanted = way.as_ref().is_none_or(|way| way.buddy == Buddy::None) && !is_supplier(one) && !is_settled(record, one);
    if !is_wanted {
        return;
    }
    match proposal(record, one, way.map_or(on, |way| way.from)) {
        Some(found) => {
            let (called, because) = (name(record, found.who, audience), found.because);
            // Whoever may not be named to these readers is not named beside the page either.
            let how = if hidden_person(record, found.who, audience).is_some() {
                "--audience record".to_owned()
            } else {
                format!("`commons onboard {id}{start} --buddy {}`", found.who)
            };
            say(
                text!(called, because; en: "a buddy might be {called} ({because}): {how}", nl: "als buddy kan {called} ({because}): {how}")
                    .get(lang),
            );
        }
        None => say(Text::new(
            "there is nobody to propose as a buddy: a buddy has taken part for a year, stays, and helps nobody else",
            "er is niemand om als buddy voor te stellen: een buddy doet al een jaar mee, blijft, en helpt nog niemand anders",
        )
        .get(lang)),
    }
}
