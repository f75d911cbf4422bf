//! The flags of everything that can be added, made from the types of the record.

use clap::{Arg, ArgAction, ArgMatches, Args, Command};
use commons::record::index::Kinds;
use commons::writing::add::{Flag, Form, Kind, Stands, spoken};

use crate::add::Typed;
use crate::complete;
use crate::writing::Writing;

pub const EXAMPLES: &str =
    "What is missing is asked for at a terminal, and named as missing elsewhere. `commons add KIND --help` says which flags there are.

Examples:
  commons add participant Utrecht --joined 2027-01-01
  commons add participant \"Bouwbedrijf BV\" --kind company --supplier --takes-part=false
  commons add person \"Jo de Vries\" --of zwolle --email jo.devries@zwolle.example
  commons add role Architect --staffing external --critical --holder jdevries
  commons add task Releases --responsible maintainer --accountable steering-group --covers releases
  commons add event Kwartaaloverleg --kind user-meeting --starts 2027-03-12T10:00 --invited all-participants
  commons add contract bouwbedrijf-bv --what Onderhoud --from 2027-01-01 --total 160000
  commons add product Wijkwijzer --repository https://example.org/wijkwijzer
  commons add channel Nieuwsbrief --kind newsletter --rhythm quarterly";

/// The argument that says what something is called.
const NAME: &str = "add-name";
/// The argument for another id than the one that the name gives.
pub const ID: &str = "add-id";
/// The argument for the organisation of a person.
pub const OF: &str = "add-of";

/// Gives the command for a kind of thing its flags.
pub fn of(command: Command) -> Command {
    // A shell that asks for something else has every command made ready; these flags would cost it more than all others.
    if complete::is_about_another(command.get_name()) {
        return command;
    }
    let Some(kind) = Kind::named(command.get_name()) else { return command };
    let mut command = command.arg(name(kind));
    if kind.stands == Stands::AmongPeople {
        let of = Arg::new(OF).long("of").value_name("ORGANISATION").add(complete::ids(Kinds::ORGANISATION));
        command = command.arg(of.help("The organisation that employs them; without it they stand in `people.toml`"));
    }
    command = command.arg(Arg::new(ID).long("id").value_name("ID").help("Another id than the one that the name gives"));
    command = kind.flags().iter().fold(command, |command, flag| command.arg(argument(kind, flag)));
    // The options of every command that writes bring a sentence of their own.
    Writing::augment_args(command).about(kind.about)
}

/// What it is called, which needs no flag.
fn name(kind: &'static Kind) -> Arg {
    let name = Arg::new(NAME).value_name(match kind.naming {
        "title" => "TITLE",
        "supplier" => "SUPPLIER",
        _ => "NAME",
    });
    match kind.of {
        Kinds::ORGANISATION => {
            name.help("A Dutch municipality by its name or CBS code, or another organisation by its name").add(complete::municipalities())
        }
        Kinds::CONTRACT => name.help("Whose it is: an organisation, by its id or its full name").add(complete::ids(Kinds::ORGANISATION)),
        Kinds::PERSON => name.help("The name in full"),
        _ => name.help("What it is called"),
    }
}

fn argument(kind: &'static Kind, flag: &'static Flag) -> Arg {
    let several = flag.form != Form::One;
    let mut arg = Arg::new(flag.name.as_str()).long(flag.name.as_str()).value_name(value_name(flag)).help(help(flag));
    if let Some(section) = &flag.section {
        arg = arg.help_heading(section.as_str());
    }
    arg = arg.action(if several { ArgAction::Append } else { ArgAction::Set });
    if matches!(flag.scalar, "boolean" | "takes-part") {
        arg = arg.num_args(0..=1).require_equals(true).default_missing_value("true");
    }
    match (flag.words.as_slice(), flag.scalar) {
        ([], "id") => arg.add(complete::named_by(kind, &flag.name)),
        ([], _) => arg,
        (words, _) => arg.add(complete::words(words)),
    }
}

/// What is said of a flag: what its key means, which words it may have, whether it may be given again.
fn help(flag: &Flag) -> String {
    let key = flag.keys.last().copied().unwrap_or_default();
    let mut help = flag.about.map_or_else(|| spoken(key), |about| about.trim_end_matches('.').to_owned());
    if flag.words.len() > 1 {
        help.push_str(": ");
        help.push_str(&flag.words.join(", "));
    }
    if flag.form != Form::One {
        help.push_str("; may be given more than once");
    }
    help
}

fn value_name(flag: &Flag) -> &'static str {
    match flag.scalar {
        _ if flag.words.len() > 1 && flag.scalar == "string" => "WORD",
        "id" => "ID",
        "date" | "day" | "vague-date" => "DATE",
        "moment" => "DATE|TIME",
        "money" | "amount" => "AMOUNT",
        "hours" => "HOURS",
        "integer" | "number" => "NUMBER",
        "rhythm" => "RHYTHM",
        "vat" => "VAT",
        "boolean" => "true|false",
        "takes-part" => "true|false|unknown",
        _ => "TEXT",
    }
}

/// What was typed, by the flag.
pub fn typed(kind: &Kind, matches: &ArgMatches) -> Typed {
    let given = |id: &str| -> Option<Vec<String>> { Some(matches.get_many::<String>(id)?.cloned().collect()) };
    let own = kind.flags().iter().filter_map(|flag| Some((flag.name.clone(), given(&flag.name)?)));
    // A name of nothing but spaces is none.
    let name = given(NAME).filter(|name| name.iter().any(|name| !name.trim().is_empty()));
    own.chain(name.map(|name| (kind.naming.to_owned(), name))).collect()
}
