//! What was decided and agreed: told in full and at every place, wherever it stands, and weighed by what it binds.

use std::collections::BTreeMap;

use commons::answers::audience::Audience;
use commons::changes::between;
use commons::changes::rating::Rating::{self, Decision, Notice, Routine};
use commons::changes::rating::{Reason, rated};

use super::said::{Case, look, plain};
use super::{between_of, example, record};

const SERIES: &str = "events/2026-01-13-vragenuur.toml";
const GROUP: &str = "roles/steering-group.toml";
const BUDGET: &str = "finances/2026/budget.toml";
const HOSTING: &str = "finances/contracts/kade-acht-2024.toml";

/// What is said where a file is another as a whole; without a text it is gone.
fn with(files: &BTreeMap<String, String>, path: &str, text: Option<&str>) -> Vec<(&'static str, Rating, String)> {
    let mut other = files.clone();
    match text {
        Some(text) => other.insert(path.to_owned(), text.to_owned()),
        None => other.remove(path),
    };
    let told = between_of(files, &other, Audience::Participants);
    told.into_iter().map(|(code, rating, text)| (code, rating, plain(&text))).collect()
}

fn says(told: &[(&'static str, Rating, String)], rating: Rating, wanted: &str) {
    assert!(told.iter().any(|(_, is, text)| *is == rating && text.contains(wanted)), "no {rating:?} “{wanted}” in {told:#?}");
}

#[test]
fn what_a_date_of_a_series_decided_is_told_as_of_any_meeting() {
    const NEW: &str = "[[occurrence]]\non = 2026-09-01\nattended = [\"assen\"]\n[[occurrence.decision]]\nwhat = \"Wij stoppen ermee\"\n[[occurrence.action]]\nwhat = \"Opzeggen\"\nwho = \"developer\"\ndue = 2026-12-01\n[[occurrence]]\non = 2026-09-22";
    const DECIDED: &str = "[[occurrence.decision]]\nid = \"vragen-vooraf\"\nwhat = \"Vragen worden vooraf op het forum gezet, zodat leveranciers zich kunnen voorbereiden\"\n";
    let files = example("wijkwijzer");

    let cases: &[Case] = &[
        (
            SERIES,
            &[("[[occurrence]]\non = 2026-09-22", NEW)],
            "decided",
            Notice,
            &["Besloten in “Vragenuur” van 1 september 2026: Wij stoppen ermee"],
            &["2026-09-01"],
        ),
        (
            SERIES,
            &[("[[occurrence]]\non = 2026-09-22", NEW)],
            "action-opened",
            Notice,
            &["Nieuwe actie: Opzeggen (Developer, uiterlijk 1 december 2026)"],
            &[],
        ),
        (
            SERIES,
            &[("[[occurrence]]\non = 2026-09-22", NEW)],
            "event-recorded",
            Notice,
            &["“Vragenuur” van 1 september 2026"],
            &["De datum"],
        ),
        (
            SERIES,
            &[("Vragen worden vooraf", "Antwoorden worden achteraf")],
            "decision-changed",
            Decision,
            &["van 7 april 2026 luidt anders"],
            &["omschrijving"],
        ),
        (SERIES, &[(DECIDED, "")], "decision-changed", Decision, &["is weggehaald: “Vragen worden vooraf"], &[]),
        (
            SERIES,
            &[("due = 2026-10-20", "done = 2026-09-30\ndue = 2026-10-21")],
            "action-done",
            Notice,
            &["afgerond op 30 september 2026: Veelgestelde", "uiterste datum van 20 oktober 2026 naar 21 oktober 2026"],
            &[],
        ),
        (
            SERIES,
            &[("attended = [\"zwolle\", \"assen\", \"hilversum\"]", "attended = [\"zwolle\"]")],
            "attendance",
            Routine,
            &["niet meer aanwezig Gemeente Assen en Gemeente Hilversum"],
            &["eraf"],
        ),
        (SERIES, &[("every = \"4 weeks\"", "every = \"2 weeks\"")], "rhythm", Notice, &["van elke 4 weken naar elke 2 weken"], &["weeks"]),
    ];
    look(&files, cases);
    let text = &files[SERIES];
    let (head, _) = text.split_once("[[occurrence]]\non = 2026-04-07").expect("it decided something on that date");
    says(&with(&files, SERIES, Some(head)), Decision, "is weggehaald: “Vragen worden vooraf");
}

#[test]
fn what_goes_with_a_meeting_is_told() {
    let files = example("wijkwijzer");
    let told = with(&files, "events/2025-11-20-stuurgroep.toml", None);
    says(&told, Decision, "is weggehaald: “De stuurgroep stelt de begroting 2026 vast, met een bijdrage per grootteklasse”");
    says(&with(&files, SERIES, None), Decision, "is weggehaald: “Vragen worden vooraf");
}

/// However long it is, and wherever two texts part.
#[test]
fn what_is_agreed_is_told_in_full() {
    const LONG: &str = "De bijdrage voor 2027 stijgt met tien procent voor alle deelnemers, tenzij de raad van Assen voor 1 december besluit uit te treden";
    const MEETING: &str = "events/2026-02-05-stuurgroep.toml";
    let files = example("wijkwijzer");
    let decided = format!("{}\n[[decision]]\nwhat = \"{LONG}\"\n", files[MEETING]);
    says(&with(&files, MEETING, Some(&decided)), Notice, LONG);
    let mut before = files.clone();
    before.insert(MEETING.to_owned(), decided.clone());
    let other = decided.replace("tien procent", "twee procent").replace("raad van Assen", "raad van Zwolle");
    let told = with(&before, MEETING, Some(&other));
    says(&told, Decision, &format!("(was “{LONG}”)"));
    says(&told, Decision, "stijgt met twee procent voor alle deelnemers, tenzij de raad van Zwolle voor");
    look(
        &files,
        &[(
            "commons.toml",
            &[("ervan leren\"", "ervan leren behalve met Assen\"")],
            "purpose",
            Notice,
            &["van “… en ervan leren” naar “… en ervan leren behalve met Assen”"],
            &["leren…"],
        )],
    );
    let many = "limits = { seats_per_organisation = 3, majority_of_one = true, tasks_per_person = 9 }";
    let (head, rest) = files["commons.toml"].split_once("[limits]").expect("it has limits");
    let rest = &rest[rest.find("\n[").expect("more tables follow")..];
    let text = format!("{many}\n{head}{rest}");
    let told = with(&files, "commons.toml", Some(&text));
    for wanted in ["zetels per organisatie van 2 naar 3", "één organisatie mag een meerderheid hebben", "taken per persoon van 5 naar 9"]
    {
        says(&told, Decision, wanted);
    }
}

/// What is gone as a whole is told as it was.
#[test]
fn a_table_that_is_gone_says_what_it_said() {
    let files = example("wijkwijzer");
    let (head, rest) = files["commons.toml"].split_once("[limits]").expect("it has limits");
    let told = with(&files, "commons.toml", Some(&format!("{head}{}", &rest[rest.find("\n[").expect("more tables follow")..])));
    let was =
        "(was: maximum aantal zetels per organisatie 2, één organisatie mag geen meerderheid hebben en maximum aantal taken per persoon 5)";
    says(&told, Decision, was);
    let repeat = "repeat = { every = \"4 weeks\", until = 2026-12-31, except = [2026-05-05, 2026-07-28] }\n";
    let told = with(&files, SERIES, Some(&files[SERIES].replace(repeat, "")));
    says(&told, Notice, "(was: herhaling elke 4 weken, tot en met 31 december 2026 en niet op 5 mei 2026 en 28 juli 2026)");
}

#[test]
fn what_is_new_swallows_nothing() {
    let files = example("wijkwijzer");
    let told = with(&files, "community.toml", None);
    says(&told, Notice, "De wens “Een melding volgen zonder account” is vervallen (was: ");
    let mut before = files.clone();
    let community = before.remove("community.toml").expect("the example has it");
    let told = with(&before, "community.toml", Some(&community));
    for wanted in ["Nieuwe wens van Gemeente Nijkerk: Een melding volgen zonder account", "in één weekend", "uitkomst mislukt", "Gemeten: "]
    {
        says(&told, Notice, wanted);
    }
    let body = "title = \"Raad\"\nkind = \"body\"\nseats = 3\npart_of = \"steering-group\"\ndecides = \"Assen beslist\"\n[[seat]]\nid = \"groot\"\nprofile = \"een grote gemeente\"\n[[holder]]\nwho = \"wsmit\"\nseat = \"groot\"\nvoting = false\n";
    let told = with(&files, "roles/raad.toml", Some(body));
    for wanted in [
        "wijze van besluiten: “Assen beslist”",
        "onderdeel van Stuurgroep",
        "zetel “groot”: een grote gemeente",
        "Wouter Smit (zonder stemrecht, zetel “groot”)",
    ] {
        says(&told, Decision, wanted);
    }
    let budget = format!(
        "{}\n[[in_kind]]\nparticipant = \"assen\"\nrole = \"coordinator\"\nhours = 80\nrate = 50.00\nvalue = 4000.00\nsettle = \"set-off\"\n",
        files[BUDGET]
    );
    says(
        &with(&files, BUDGET, Some(&budget)),
        Decision,
        "van Gemeente Assen in de begroting 2026 is toegevoegd: rol Coördinator, 80 uur, tarief € 50,00, waarde € 4.000,00 en verrekening met het hele factuurbedrag",
    );
    let short = "name = \"Gemeente Epe\"\nkind = \"municipality\"\ncbs_code = \"GM0232\"\njoined = 2026-07-01\nleft = 2026-09-30\n[[membership]]\nclass = \"groot\"\namount = 8000.00\nfrom = 2026-07-01\n";
    says(
        &with(&files, "participants/epe.toml", Some(short)),
        Decision,
        "De afgesproken bijdrage van Gemeente Epe is € 8.000,00 vanaf 1 juli 2026 (klasse groot)",
    );
    says(&with(&files, "participants/epe.toml", Some(short)), Notice, "Gemeente Epe deed van 1 juli 2026 tot en met 30 september 2026 mee");
}

/// The heavier change never weighs less.
#[test]
fn what_binds_or_costs_money_weighs_most() {
    const NOTE: &str = "what = \"Doorontwikkeling\"\nnote = \"Anders\"";
    let files = example("wijkwijzer");
    let seat = "until = 2027-06-30\nseat = \"groot\"\n";
    let follows =
        "until = 2026-12-31\nseat = \"groot\"\n[[holder]]\nwho = \"wsmit\"\nfrom = 2027-01-01\nseat = \"groot\"\nvoting = false\n";
    look(
        &files,
        &[
            (
                HOSTING,
                &[("processing_agreement = \"docs/verwerkersovereenkomst-kade-acht.md\"\n", "")],
                "processing-agreement",
                Decision,
                &[],
                &[],
            ),
            (HOSTING, &[("from = 2024-06-01", "from = 2024-07-01")], "contract-from", Decision, &[], &[]),
            (
                "products/wijkwijzer.toml",
                &[("\nowner = \"zwolle\"", "\nowner = \"assen\"")],
                "owner",
                Decision,
                &["naar Gemeente Assen"],
                &[],
            ),
            (GROUP, &[("chair = true\n", "")], "chair", Decision, &["geen voorzitter meer"], &[]),
            (
                GROUP,
                &[("seat = \"penvoerder\"\nchair", "chair")],
                "holder-seat",
                Decision,
                &["geen zetel op naam meer (was “penvoerder”)"],
                &["iemand"],
            ),
            (
                GROUP,
                &[("seat = \"penvoerder\"\nchair = true", "seat = \"groot\"\nvoting = false")],
                "vote",
                Decision,
                &["geen voorzitter meer", "nu de zetel “groot” (was “penvoerder”)"],
                &[],
            ),
            (BUDGET, &[("\"Doorontwikkeling\"", "\"Iets anders\"")], "cost", Routine, &["luidt nu “Iets anders”"], &[]),
            (
                BUDGET,
                &[("what = \"Doorontwikkeling\"\n", "")],
                "cost",
                Routine,
                &["De post “Doorontwikkeling” in de begroting"],
                &["“Wijkwijzer”"],
            ),
            (BUDGET, &[("id = \"meetings\"", "id = \"samen\"")], "cost", Routine, &[], &[]),
            (BUDGET, &[("what = \"Doorontwikkeling\"", NOTE)], "cost", Routine, &[], &[]),
            (BUDGET, &[("structural = false", "structural = true")], "cost", Decision, &["nu structureel"], &[]),
        ],
    );
    look(
        &files,
        &[(
            GROUP,
            &[("seat = \"groot\"\n[[holder]]", "seat = \"groot\"\nfor_organisation = \"assen\"\n[[holder]]")],
            "holder-entry",
            Decision,
            &["namens Gemeente Assen"],
            &[],
        )],
    );
    // The one who comes has no vote where the one who goes had.
    let group = files[GROUP].replacen(seat, follows, 1);
    let silent = "Wouter Smit zit vanaf 1 januari 2027 in het gremium Stuurgroep, zonder stemrecht";
    says(&with(&files, GROUP, Some(&group)), Decision, silent);
    let mut before = files.clone();
    before.insert(GROUP.to_owned(), files[GROUP].replacen(seat, "", 1));
    let group = files[GROUP].replacen(seat, &follows.replace("seat = \"groot\"\n", ""), 1);
    says(&with(&before, GROUP, Some(&group)), Decision, &format!("{silent}, in plaats van Ruud Kuipers"));
    says(&with(&files, GROUP, None), Decision, "Het gremium Stuurgroep is uit het dossier gehaald (was: ");
    says(
        &with(&files, HOSTING, None),
        Decision,
        "is uit het dossier gehaald (was: Kade Acht Beheer B.V.; in totaal € 57.600,00; vanaf 1 juni 2024",
    );
    let contract = "supplier = \"kade-acht\"\nwhat = \"Alles\"\ntotal = 900000.00\nuntil = 2030-12-31\n";
    says(&with(&files, "finances/contracts/alles.toml", Some(contract)), Decision, "in totaal € 900.000,00; tot en met 31 december 2030");
}

#[test]
fn a_reason_fits_what_changed() {
    let files = example("wijkwijzer");
    let reason = |path: &str, from: &str, to: &str| {
        let mut other = files.clone();
        other.insert(path.to_owned(), files[path].replacen(from, to, 1));
        let (a, b) = (record(&files), record(&other));
        between(&a, &b).iter().map(|one| rated(one).1).collect::<Vec<_>>()
    };
    assert_eq!(reason(SERIES, "Vragen worden vooraf", "Niets wordt vooraf"), [Some(Reason::Decided)]);
    assert_eq!(reason(HOSTING, "total = 57600.00", "total = 57700.00"), [Some(Reason::Contract)]);
    assert_eq!(reason(HOSTING, "until = 2028-05-31", "until = 2029-05-31"), [Some(Reason::Contract)]);
    assert_eq!(reason("commons.toml", "tasks_per_person = 5", "tasks_per_person = 6"), [Some(Reason::Agreement)]);
}

#[test]
fn what_changed_is_told_and_not_what_stayed() {
    const LEAVES: &str = "participants/wijdemeren.toml";
    const TASK: &str = "tasks/architecture.toml";
    let files = example("wijkwijzer");
    look(
        &files,
        &[
            (
                LEAVES,
                &[("left = 2026-12-31", "left = 2027-06-30")],
                "participation-dates",
                Notice,
                &["laatste dag van 31 december 2026 naar 30 juni 2027"],
                &["opgezegd"],
            ),
            (
                LEAVES,
                &[("successor = \"hilversum\"\n", "")],
                "participation-dates",
                Notice,
                &["geen opvolger meer (was Gemeente Hilversum)"],
                &["opgezegd"],
            ),
            (
                LEAVES,
                &[("left = 2026-12-31\n", "")],
                "participation-dates",
                Notice,
                &["geen laatste dag meer (was 31 december 2026)"],
                &["opgezegd"],
            ),
            (
                TASK,
                &[("{ who = \"all-suppliers\", via = \"tech-list\" }", "\"all-suppliers\"")],
                "informed",
                Routine,
                &["Alle leveranciers worden geïnformeerd over de taak", "niet meer via "],
                &["van alle"],
            ),
            (
                TASK,
                &[("informed = [{ who = \"all-suppliers\", via = \"tech-list\" }]", "")],
                "informed",
                Routine,
                &["Alle leveranciers worden niet meer geïnformeerd"],
                &[],
            ),
            (
                "participants/dalfsen.toml",
                &[("access = \"neemt SaaS af\"", "access = \"nog niet\"")],
                "onboarding",
                Routine,
                &["“Toegang geregeld” is niet van toepassing"],
                &["access"],
            ),
            (
                "commons.toml",
                &[("overburdened-person = \"warn\"", "overburdened-person = \"allow\"")],
                "rule-level",
                Notice,
                &["`overburdened-person` van “let op” naar “uit”"],
                &[],
            ),
        ],
    );
}
