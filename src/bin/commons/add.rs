//! `commons add`: something new in the record, with flags for every key that its type has.

mod choosing;
mod flags;
mod missing;
mod organisation;
mod refusals;

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::bail;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use commons::edit::{Edit, quoted};
use commons::handbook::municipalities::is_code;
use commons::record::index::Kinds;
use commons::record::values::Id;
use commons::source::FilePath;
use commons::source::layout::{KINDS as FILES, Standing, standing};
use commons::text;
use commons::text::Text;
use commons::writing::add::accepted::references;
use commons::writing::add::draft::{Draft, edits};
use commons::writing::add::{Flag, Form, KINDS, Kind, Stands, ids};

use crate::context::{Context, Opened, say};
use crate::fitting::{FORM, FORM_OF_A_VALUE, Fit, faults, fitting};
use crate::form::reference;
use crate::writing::{Judge, Outcome, Texts, Writing, complain, refused, text_of};

/// Add something to the record: who takes part, who does what, when and with whom
pub struct Add {
    kind: &'static Kind,
    typed: Typed,
    id: Option<String>,
    /// The organisation of a person.
    employer: Option<String>,
    writing: Writing,
}

/// What was typed, by the flag; what it is called, by that key.
pub type Typed = BTreeMap<String, Vec<String>>;

impl Args for Add {
    fn augment_args(command: Command) -> Command {
        let command = command
            .about("Add something to the record: who takes part, who does what, when and with whom")
            .after_help(flags::EXAMPLES)
            .subcommand_required(true)
            .arg_required_else_help(true);
        // The flags of a kind are made when that is asked: they are read from its schema, and nothing else needs them.
        KINDS.iter().fold(command, |command, kind| command.subcommand(Command::new(kind.word).about(kind.about).defer(flags::of)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Add::augment_args(command)
    }
}

impl FromArgMatches for Add {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Add, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (word, matches) = matches.subcommand().ok_or_else(missing)?;
        let kind = Kind::named(word).ok_or_else(missing)?;
        let typed = flags::typed(kind, matches);
        let one = |id: &str| matches.try_get_one::<String>(id).ok().flatten().cloned();
        Ok(Add { kind, typed, id: one(flags::ID), employer: one(flags::OF), writing: Writing::from_arg_matches(matches)? })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Add::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Add {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let Add { kind, mut typed, id, employer, writing } = self;
        let opened = context.open_to_write()?;
        let record = &opened.record;
        let lang = context.lang(record);
        let employer = employer.map(|typed| reference(record, &typed, Kinds::ORGANISATION)).transpose()?;
        let employer = employer.map(|id| record.index.plain(&id).0.into_owned());
        let flags = kind.flags();
        refusals::contradiction(kind, &typed)?;
        let asking = missing::Asking { kind, flags, employer: employer.as_deref(), context, opened: &opened };
        let employer = missing::complete(&asking, &mut typed)?.or(employer);
        let called = match kind.of {
            Kinds::ORGANISATION => organisation::complete(record, &mut typed, lang)?,
            Kinds::CONTRACT => {
                let supplier = reference(record, one(&typed, kind.naming), Kinds::ORGANISATION)?;
                typed.insert(kind.naming.to_owned(), vec![supplier.to_string()]);
                record.index.plain(&supplier).0.into_owned()
            }
            _ => one(&typed, kind.naming).to_owned(),
        };
        let name = one(&typed, kind.naming).trim().to_owned();
        let of = |flag: &str| typed.get(flag).and_then(|values| values.first().cloned());
        if kind.of == Kinds::PERSON {
            refusals::known_address(&opened.record, one(&typed, "email"))?;
        }
        let id = id.unwrap_or_else(|| ids::derived(kind, &called, &of, record.on));
        ids::free(record, kind, &name, &id)?;
        refusals::in_what_cannot_be_read(&opened, kind, &id)?;

        let mut draft = begun(&opened, kind, &id, employer.as_deref())?;
        let before = opened.source.file(&draft.path).is_some().then(|| draft.text.clone());
        draft.begin(kind, &id, &name).map_err(|why| refused(&draft.path, why))?;
        fill(context, &opened, kind, &typed, &mut draft)?;
        let text = draft.finished(before.as_deref());
        let file = &draft.path;
        let said = text!(en: "adds `{id}`: {name}, in {file}", nl: "voegt `{id}` toe: {name}, in {file}");
        let texts = Texts::from([(draft.path.clone(), Some(text))]);
        let outcome = writing.carried_out(context, &Judge::of(&opened), &texts, &[said])?;
        if let Some(next) = next(&opened, kind, &id, employer.as_deref(), &typed)
            && outcome == Outcome::Written
            && !context.options.quiet
        {
            say(next.get(lang));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The only value of a flag.
fn one<'t>(typed: &'t Typed, flag: &str) -> &'t str {
    typed.get(flag).and_then(|values| values.last()).map_or("", String::as_str)
}

/// Puts what was typed into a draft, each value as it fits, each reference as an id.
fn fill(context: &Context, opened: &Opened, kind: &Kind, typed: &Typed, draft: &mut Draft) -> anyhow::Result<()> {
    let (on, lang) = (opened.record.on, context.lang(&opened.record));
    for flag in kind.flags() {
        let Some(values) = typed.get(&flag.name) else { continue };
        let values = items(opened, flag, values);
        match fitting(&draft.path, &draft.text, &edits(flag, &draft.base, &values), &FORM_OF_A_VALUE, on)? {
            Fit::Text(text) => draft.text = text,
            Fit::Not(found) => {
                complain(&found, opened, context, lang);
                let (values, flag) = (values.join(","), &flag.name);
                let why = refusals::other_flag(kind, flag);
                bail!("nothing is written: `{values}` does not fit --{flag}{why}");
            }
        }
    }
    named(opened, draft)?;
    let found = faults(&draft.path, &draft.text, &FORM, on);
    if !found.is_empty() {
        complain(&found, opened, context, lang);
        bail!("nothing is written: {} could not be read so", draft.path);
    }
    Ok(())
}

/// The file in which something new comes to stand, as it is now, and where in it.
fn begun(opened: &Opened, kind: &Kind, id: &str, employer: Option<&str>) -> anyhow::Result<Draft> {
    let others = opened.record.community.as_ref().map_or(0, |community| community.channel.len());
    let mut draft = Draft::new(kind, id, employer, others);
    let path = draft.path.clone();
    if opened.record.unread.iter().any(|unread| unread.file == path) {
        bail!("{path} cannot be read; mend it first (`commons check` says what is wrong with it)");
    }
    draft.text = match opened.source.file(&path) {
        Some(_) if matches!(kind.stands, Stands::In(_)) => bail!("{path} is there already"),
        Some(_) => text_of(&opened.source, &path)?,
        None => first_line(opened, &path),
    };
    Ok(draft)
}

/// The line by which an editor knows what may stand in a new file, where the record keeps its schemas.
fn first_line(opened: &Opened, path: &FilePath) -> String {
    let Standing::File(kind) = standing(path.as_str()) else { return String::new() };
    let Some((_, schema, _)) = FILES.iter().find(|(known, ..)| *known == kind) else { return String::new() };
    let schema = format!("schemas/{schema}.schema.json");
    if !opened.source.exists(&schema) {
        return String::new();
    }
    format!("#:schema {}{schema}\n", "../".repeat(path.as_str().matches('/').count()))
}

/// The values of a flag; several may stand behind one, with commas between them, unless that is a name in full.
fn items(opened: &Opened, flag: &Flag, values: &[String]) -> Vec<String> {
    if flag.form == Form::One || flag.form != Form::Many && flag.scalar != "id" {
        return values.to_vec();
    }
    let everything = KINDS.iter().fold(Kinds::default(), |all, kind| all | kind.of);
    let is_name = |value: &str| value.contains(',') && opened.record.index.named(value, everything, &opened.record).is_some();
    let mut parts = Vec::new();
    for value in values {
        let within = if is_name(value) { vec![value.as_str()] } else { value.split(',').collect() };
        parts.extend(within.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
    }
    parts
}

/// Writes every reference as an id, also where it was typed as a full name.
fn named(opened: &Opened, draft: &mut Draft) -> anyhow::Result<()> {
    for one in references(draft, opened.record.on) {
        if one.accepts.has(Kinds::CODE) && is_code(&one.typed) {
            continue;
        }
        // What is not held by anybody in particular stands for itself.
        let id = reference(&opened.record, &one.typed, one.accepts)?;
        if id != Id::new(&one.typed) {
            let edit = Edit::Set(one.keys, quoted(id.as_str()));
            draft.text = draft.changed(&[edit]).map_err(|why| refused(&draft.path, why))?;
        }
    }
    Ok(())
}

/// What there is to do after it.
fn next(opened: &Opened, kind: &Kind, id: &str, employer: Option<&str>, typed: &Typed) -> Option<Text> {
    let has = |flag: &str| typed.contains_key(flag);
    match kind.of {
        Kinds::ORGANISATION if !has("contact") && one(typed, "supplier") != "true" => Some(
            text!(en: "next: who is its contact? `commons add person \"NAME\" --of {id}`", nl: "hierna: wie is de contactpersoon? `commons add person \"NAAM\" --of {id}`"),
        ),
        Kinds::PERSON => {
            let employer = opened.record.participants.get(employer?)?;
            let of = &employer.id;
            employer.contact.is_none().then(|| {
                text!(en: "next, if this is the contact: `commons set {of} contact {id}`", nl: "hierna, als dit de contactpersoon is: `commons set {of} contact {id}`")
            })
        }
        Kinds::ROLE if !has("holder") && !has("vacant") => {
            Some(text!(en: "next: who holds it? `commons assign {id} WHO`", nl: "hierna: wie vervult de rol? `commons assign {id} WIE`"))
        }
        Kinds::TASK if !has("responsible") || !has("accountable") => Some(if has("responsible") {
            text!(en: "next: who is accountable? `commons set tasks/{id} raci.accountable ROLE`", nl: "hierna: wie is eindverantwoordelijk? `commons set tasks/{id} raci.accountable ROL`")
        } else {
            text!(en: "next: who carries it out? `commons set tasks/{id} raci.responsible ROLE`", nl: "hierna: wie voert de taak uit? `commons set tasks/{id} raci.responsible ROL`")
        }),
        _ => None,
    }
}
