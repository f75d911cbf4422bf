//! The figures of the yearly report, of its page and of announcements, worked out by hand for a small record.

use serde_json::Value;

use crate::program::{Fresh, Ran, program};

const SETTINGS: &str = "format = 1\nname = \"Proef\"\nlanguage = \"nl\"\nlevel = \"light\"\nlead = \"tiel\"\nstarted = 2024-01-01\n\
    [finances]\nfund_holder = \"tiel\"\niban = \"NL91ABNA0417164300\"\nvat = { treatment = \"outside-scope\", reason = \"x\" }\n";
const BUDGET: &str = "status = \"adopted\"\n[[cost]]\nid = \"werk\"\nwhat = \"Werk\"\namount = 9000.00\n\
    [contribution]\nkey = \"equal\"\npro_rata = \"months\"\n";

fn municipality(name: &str, more: &str) -> String {
    let id = name.to_lowercase();
    format!(
        "name = \"Gemeente {name}\"\nkind = \"municipality\"\ncontact = \"p-{id}\"\ninhabitants = 1000\ninhabitants_on = 2025-01-01\n{more}\n[people.p-{id}]\nname = \"Pim {name}\"\nemail = \"p@{id}.example\"\n"
    )
}

/// Six of whom one left in September and one leaves in March; one of them gives effort in kind in 2026.
fn small() -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", SETTINGS);
    for name in ["Tiel", "Culemborg", "Zaltbommel", "Neder"] {
        fresh.write(format!("participants/{}.toml", name.to_lowercase()), municipality(name, "joined = 2024-01-01"));
    }
    fresh.write("participants/buren.toml", municipality("Buren", "joined = 2024-01-01\nleft = 2027-03-31"));
    fresh.write("participants/leiden.toml", municipality("Leiden", "joined = 2024-01-01\nleft = 2026-09-30"));
    fresh.write("finances/2026/budget.toml", BUDGET);
    fresh
}

fn ran(fresh: &Fresh, on: &str, line: &str) -> Ran {
    let ran = Ran::of(program().arg("-C").arg(fresh.path()).args(["--on", on]).args(line.split(' ')).args(["--lang", "nl"]));
    assert_eq!(ran.code, Some(0), "{line}: {}", ran.said());
    ran
}

fn json(fresh: &Fresh, on: &str, line: &str) -> Value {
    ran(fresh, on, &format!("{line} --format json")).json()
}

/// What is shown, in one line.
fn text(fresh: &Fresh, on: &str, line: &str) -> String {
    ran(fresh, on, &format!("{line} --format table")).shown().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn figure(report: &Value, key: &str) -> Value {
    list(report, "figures").iter().find(|one| one["key"] == key).map(|one| one["value"].clone()).unwrap_or_default()
}

#[test]
fn an_estimate_is_what_the_budget_would_ask_of_those_who_take_part_then() {
    let fresh = small();
    fresh.write(
        "finances/2026/budget.toml",
        format!("{BUDGET}[[in_kind]]\nparticipant = \"tiel\"\nwhat = \"zaal\"\nhours = 10\nvalue = 500.00\n"),
    );
    let of = |id: &str, year: i32| {
        let page = json(&fresh, "2026-11-23", &format!("report --year 2026 --for {id}"));
        list(&page, "dues").iter().find(|line| line["year"] == year).map(|line| line["asked"].clone()).unwrap_or_default()
    };
    // 9,000 over the five who take part on 1 January; Buren does so for three of twelve months, and nobody agreed to anything in kind.
    assert_eq!(
        ["culemborg", "buren", "tiel", "leiden"].map(|id| of(id, 2027)),
        ["1800.00".into(), "450.00".into(), "1800.00".into(), Value::Null]
    );
    assert_eq!(of("tiel", 2026), "1000.00");
    let page = text(&fresh, "2026-11-23", "report --year 2026 --for tiel");
    assert!(page.contains("in natura bijdragen, is nog niet afgesproken"), "{page}");
    let asked = |id: &str, year: i32| {
        let announced = json(&fresh, "2026-04-23", &format!("announce {id} --year 2027"));
        let year = year.to_string();
        let mut years = list(&announced, "years").iter();
        years.find(|line| line["participant"] == id && line["year"] == *year).map(|line| line["amount"].clone()).unwrap_or_default()
    };
    assert_eq!([asked("neder", 2027), asked("neder", 2028), asked("buren", 2028)], ["1800.00".into(), "2250.00".into(), Value::Null]);
    // Who joins in a year is told of it, though the budget that it rests on asks it nothing.
    fresh.write("participants/west.toml", municipality("West", "joined = 2027-01-01"));
    let letter = text(&fresh, "2026-04-23", "announce west --year 2027");
    assert!(letter.contains("€ 1.500,00") && !letter.contains("Zo komt het bedrag"), "{letter}");
    // A day that is not known well enough is in the way of its own year only.
    fresh.write("participants/neder.toml", municipality("Neder", "joined = 2024-01-01\nleft = \"2028\""));
    let overview = text(&fresh, "2026-04-23", "announce --year 2027");
    assert!(overview.contains("Gemeente Tiel € 1.500,00 niet bekend") && overview.contains("Samen € 7.875,00 niet bekend"), "{overview}");
}

#[test]
fn whoever_has_left_gives_no_hours_and_holds_nothing_any_more() {
    let fresh = small();
    let role = "title = \"Coördinator\"\nhours = 7\n[[holder]]\nwho = \"p-leiden\"\nfrom = 2024-01-01\n";
    fresh.write("roles/coordinator.toml", role);
    fresh.write(
        "roles/gastheer.toml",
        "title = \"Gastheer\"\n[[turn]]\nwho = \"leiden\"\nfrom = 2026-08-01\n[[turn]]\nwho = \"leiden\"\nfrom = 2026-10-01\n",
    );
    // An hour a day for 273 days, to the end of September.
    let report = json(&fresh, "2026-11-23", "report --year 2026");
    assert_eq!(figure(&report, "hours"), 273);
    let page = text(&fresh, "2026-11-23", "report --year 2026");
    assert!(page.contains("Pim Leiden (Gemeente Leiden), t/m 30 september 2026"), "{page}");
    assert!(page.contains("Gemeente Leiden, 1 augustus 2026 t/m 30 september 2026") && !page.contains("vanaf 1 oktober 2026"), "{page}");
    let trend = json(&fresh, "2026-11-23", "trend --by year --since 2026-01-01 --only hours");
    assert_eq!(list(&trend, "periods").last().map(|last| last["hours"].clone()), Some(273.into()));
}

#[test]
fn who_came_and_who_went_make_what_there_is() {
    let fresh = small();
    fresh.write("participants/west.toml", municipality("West", "joined = 2026-01-01"));
    fresh.write("participants/oost.toml", municipality("Oost", "joined = 2024-01-01\nleft = 2025-12-31"));
    fresh.write("participants/noord.toml", municipality("Noord", "joined = 2026-02-01\nleft = 2026-12-31"));
    fresh.write("roles/coordinator.toml", "title = \"Coördinator\"\n[[holder]]\nwho = \"p-west\"\nfrom = 2026-01-01\n");
    fresh.write(
        "roles/gastheer.toml",
        "title = \"Gastheer\"\n[[turn]]\nwho = \"west\"\nfrom = 2026-03-01\n[[turn]]\nwho = \"tiel\"\nfrom = 2026-06-01\n",
    );
    let page = text(&fresh, "2027-01-15", "report --year 2026");
    // 7 + 2 - 2 = 7.
    let said = "Op 31 december 2026 waren er 7 deelnemers; op 31 december 2025 waren dat er 7. Nieuw: Gemeente West en Gemeente Noord. \
        Uitgetreden: Gemeente Oost en Gemeente Leiden. Op 31 december 2026 voor het laatst: Gemeente Noord.";
    assert!(page.contains(said), "{page}");
    // A role from the first day on is new as well; turns are not.
    assert!(page.contains("Aantal keren dat iemand nieuw in een rol kwam in 2026: 1."), "{page}");
    let began = text(&fresh, "2027-01-15", "report --year 2024");
    assert!(began.contains("De samenwerking begon op 1 januari 2024. Op 31 december 2024 waren er 7 deelnemers"), "{began}");
    assert!(began.contains("- Op 31 december 2024 waren er 7 deelnemers. Nieuw: 7 deelnemers."), "{began}");
}

#[test]
fn what_cannot_be_read_gives_no_figure_in_place_of_a_smaller_one() {
    let fresh = small();
    fresh.write("roles/coordinator.toml", "title = \"Coördinator\"\nhours = 7\n[[holder]]\nwho = \"p-tiel\"\nfrom = 2024-01-01\n");
    fresh.write("roles/tester.toml", "title = \"Tester\"\nhours = 7\n[[holder]]\nwho = \"p-buren\"\nfrom = 2024-01-01\n");
    assert_eq!(figure(&json(&fresh, "2026-12-31", "report --year 2026"), "hours"), 730);
    fresh.write("roles/coordinator.toml", b"title = \"Co\xf6rdinator\"\n");
    let line = "report --year 2026 --audience record";
    assert_eq!(figure(&json(&fresh, "2026-12-31", line), "hours"), Value::Null);
    let page = text(&fresh, "2026-12-31", line);
    assert!(page.contains("Wie gaf wat Niet bekend: een bestand") && !page.contains("365"), "{page}");
    let own = text(&fresh, "2026-12-31", "report --year 2026 --for buren --audience record");
    assert!(own.contains("Onze inzet: Niet bekend") && !own.contains("365"), "{own}");
}

#[test]
fn the_worst_news_is_told_first_and_asked() {
    let fresh = small();
    fresh.write(
        "tasks/code.toml",
        "title = \"Code\"\ncovers = [\"code-review\"]\n[raci]\nresponsible = [\"p-buren\"]\naccountable = \"tiel\"\n",
    );
    fresh.write("roles/tester.toml", "title = \"Tester\"\n[[holder]]\nwho = \"p-buren\"\nfrom = 2024-01-01\n");
    let invoice = "number = \"2026-0001\"\nkind = \"contribution\"\nparticipant = \"leiden\"\ndate = 2026-01-20\ndue = 2026-02-19\n\
        period = { from = 2026-01-01, until = 2026-12-31 }\n[[line]]\nwhat = \"Bijdrage\"\namount = 1500.00\n[buyer]\nname = \"x\"\n[seller]\nname = \"y\"\n\
        [vat]\ntreatment = \"outside-scope\"\n";
    fresh.write("finances/2026/invoices/2026-0001.toml", invoice);
    let page = text(&fresh, "2026-11-23", "report --year 2026");
    for part in [
        "Op 23 november 2026 staat € 1.500,00 open over de vervaldatum.",
        "Facturen over de vervaldatum: € 1.500,00 (de oudste had uiterlijk 19 februari 2026 betaald moeten zijn)",
        "Niet belegd: contactpersoon en aanspreekpunt, beheer van de coderepository, releasemanagement, technische documentatie, \
            coördinatie van overleggen, notulen en actielijsten en nog 3.",
        "- Kerntaken beleggen: contactpersoon en aanspreekpunt, beheer van de coderepository,",
        "- Er is nog geen begroting 2027",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let before = text(&fresh, "2026-11-23", "report --year 2025");
    assert!(!before.contains("over de vervaldatum."), "the invoice is of the year after: {before}");
    assert!(!text(&fresh, "2026-08-23", "report --year 2026").contains("nog geen begroting"), "in August that is early");
    assert!(!text(&fresh, "2026-11-23", "report --year 2026 --audience public").contains("vervaldatum"));
    fresh.write("finances/2027/budget.toml", BUDGET.replace("equal", "inhabitants"));
    assert!(!text(&fresh, "2026-11-23", "report --year 2026").contains("nog geen begroting"));
    // Leiden took part for nine of twelve months, so a fourth of what was invoiced is to be credited.
    let own = text(&fresh, "2026-11-23", "report --year 2026 --for leiden");
    assert!(own.contains("€ 375,00 meer gefactureerd dan er te betalen is"), "{own}");
    assert!(own.contains("€ 1.125,00 betalen; € 375,00 ervan moet nog worden gecrediteerd (uiterste datum was 19 februari 2026)"), "{own}");
}

#[test]
fn a_page_tells_what_is_asked_of_its_participant_and_what_it_does() {
    let fresh = small();
    fresh.write(
        "roles/coordinator.toml",
        "title = \"Coördinator\"\n[[holder]]\nwho = \"p-tiel\"\nfrom = 2024-01-01\n[[backup]]\nwho = \"p-buren\"\nfrom = 2024-01-01\n",
    );
    fresh.write("roles/gastheer.toml", "title = \"Gastheer\"\n[[turn]]\nwho = \"tiel\"\nfrom = 2026-01-01\nuntil = 2026-12-31\n[[turn]]\nwho = \"buren\"\nfrom = 2027-01-01\n");
    fresh.write(
        "tasks/code.toml",
        "title = \"Code\"\ncovers = [\"code-review\"]\n[raci]\nresponsible = [\"p-buren\"]\naccountable = \"tiel\"\n",
    );
    fresh.write(
        "events/2026-12-10-dag.toml",
        "title = \"Gebruikersdag\"\nkind = \"user-meeting\"\nstarts = 2026-12-10\norganiser = \"buren\"\n",
    );
    fresh.write("finances/2027/budget.toml", BUDGET.replace("equal", "inhabitants"));
    let page = text(&fresh, "2026-11-23", "report --year 2026 --for buren");
    for part in [
        "Wij vervangen: Coördinator (Pim Buren)",
        "Onze taken: Code (Pim Buren)",
        "- Organiseren: Gebruikersdag (op 10 december 2026)",
        "- Beurt als Gastheer begint (op 1 januari 2027)",
        "In 2027 geldt een andere verdeelsleutel: per inwoner (was: gelijke delen).",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let mail = ran(&fresh, "2026-11-23", "report --year 2026 --for buren --format mail");
    assert!(mail.shown().starts_with("Aan: p@buren.example"), "{}", mail.shown());
    let other = text(&fresh, "2026-11-23", "report --year 2026 --for neder");
    assert!(!other.contains("Gebruikersdag") && !other.contains("Wij vervangen"), "{other}");
}

#[test]
fn a_part_of_a_period_is_not_held_against_whole_ones_and_a_balance_not_before_its_day() {
    let fresh = small();
    fresh.write("commons.toml", format!("{SETTINGS}reserve = {{ balance = 3000.00, on = 2026-03-01 }}\n"));
    fresh.write(
        "roles/coordinator.toml",
        "title = \"Coördinator\"\ncritical = true\nhours = 7\n[[holder]]\nwho = \"p-tiel\"\nfrom = 2024-01-01\n",
    );
    crate::commits::git_on("2025-12-20", fresh.path(), &["init", "--quiet", "-b", "main"]);
    crate::commits::commit_on("2025-12-20", fresh.path());
    let line = "trend --by quarter --since 2025-10-01 --until 2026-11-23";
    let trend = json(&fresh, "2026-11-23", line);
    let of = |key: &str| list(&trend, "periods").iter().map(|one| one[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("reserve"), [Value::Null, "3000.00".into(), "3000.00".into(), "3000.00".into(), "3000.00".into()]);
    let shown = ran(&fresh, "2026-11-23", &format!("{line} --format md")).shown().to_owned();
    // 92, 90, 91 and 92 days; the 54 of the running quarter stand in the table alone.
    assert!(shown.contains("92") && shown.contains("54"), "{shown}");
    let page = ran(&fresh, "2026-11-23", &format!("{line} --format html")).shown().to_owned();
    assert!(page.contains("naar 92 in het 3e kwartaal van 2026") && !page.contains("naar 54"), "{page}");
    let said = text(&fresh, "2026-11-23", line);
    assert!(said.contains("de uren zijn die t/m 23 november 2026") && said.contains("die van 1 maart 2026"), "{said}");
    // Five municipalities are not asked for back-ups, which is not to say that there are none.
    fresh.write("participants/leiden.toml", municipality("Leiden", "joined = 2024-01-01\nleft = 2024-09-30"));
    let few = text(&fresh, "2026-11-23", "trend --by year --since 2026-01-01");
    let (_, nothing) = few.split_once("valt in deze tijd niets te tonen").expect("it says what there is not");
    assert!(few.contains("niet om vervangers gevraagd") && !nothing.contains("vervanger"), "{few}");
}

/// Who left is asked for no more than it owes: what was invoiced beyond that is credited first, and every report says so.
#[test]
fn what_is_to_be_credited_is_not_to_be_paid() {
    let fresh = small();
    fresh.write(
        "finances/2026/invoices/n1.toml",
        "number = \"n1\"\nkind = \"contribution\"\nparticipant = \"leiden\"\ndate = 2026-01-10\ndue = 2026-02-09\ntotal = 1500.00\n[[line]]\nwhat = \"x\"\namount = 1500.00\n",
    );
    fresh.write("finances/2026/payments.toml", "[[payment]]\non = 2026-03-01\namount = 1200.00\ninvoice = \"n1\"\n");
    // 9,000 over six, nine of twelve months: 1,125 of 1,500, of which 1,200 was paid.
    let page = text(&fresh, "2026-11-23", "report --year 2026 --for leiden");
    assert!(page.contains("Factuur n1: wachten op de creditfactuur van € 375,00; wij krijgen € 75,00 terug"), "{page}");
    assert!(!page.contains("Factuur n1 betalen") && page.contains("Wij krijgen dan € 75,00 terug."), "{page}");
    assert!(text(&fresh, "2026-11-23", "report --year 2025 --for leiden").contains("Over 2026 is € 375,00 meer gefactureerd"));
    let whole = text(&fresh, "2026-11-23", "report --year 2026");
    assert!(whole.contains("moet € 375,00 nog worden gecrediteerd (Gemeente Leiden)"), "{whole}");
    assert!(whole.contains("Te crediteren aan Gemeente Leiden over 2026: € 375,00"), "{whole}");
    // Outside nobody reads what one of them paid.
    let public = text(&fresh, "2026-11-23", "report --year 2026 --for leiden --audience public");
    assert!(!public.contains("1.200,00") && !public.contains("Factuur n1") && !public.contains("niets open"), "{public}");
    fresh.write("commons.toml", format!("{SETTINGS}in_words = \"naar draagkracht\"\n"));
    let public = text(&fresh, "2026-11-23", "report --year 2026 --for leiden --audience public");
    assert!(public.contains("naar draagkracht. Bedragen zijn niet openbaar") && !public.contains("1.125,00"), "{public}");
    // Without the payments nobody knows what is open.
    fresh.write("finances/2026/payments.toml", "[[payment\n");
    for line in ["report --year 2026", "report --year 2026 --for leiden"] {
        let page = text(&fresh, "2026-11-23", line);
        assert!(page.contains("Facturen: niet bekend, want `finances/2026/payments.toml` is niet te lezen"), "{page}");
        assert!(!page.contains("niets open"), "{page}");
    }
}

#[test]
fn a_phase_lasts_all_year_only_where_it_did() {
    let fresh = small();
    // Six until September, five in October, six again.
    fresh.write("participants/west.toml", municipality("West", "joined = 2026-11-01"));
    let page = text(&fresh, "2026-12-31", "report --year 2026");
    let said = "Groeifase op 1 januari 2026 (6 gemeenten); pioniersfase op 1 oktober 2026 (5 gemeenten); groeifase op 1 november 2026 (6 gemeenten) ";
    assert!(page.contains(said) && !page.contains("het hele jaar"), "{page}");
    fresh.write("participants/west.toml", municipality("West", "joined = 2026-10-01"));
    assert!(text(&fresh, "2026-12-31", "report --year 2026").contains("Groeifase, het hele jaar (6 gemeenten)"));
    fresh.write("participants/west.toml", municipality("West", "joined = 2026-07-01"));
    fresh.write("participants/oost.toml", municipality("Oost", "joined = 2024-01-01\nleft = 2026-08-31"));
    fresh.write("participants/noord.toml", municipality("Noord", "joined = 2026-07-01"));
    assert!(text(&fresh, "2026-12-31", "report --year 2026").contains("Groeifase, het hele jaar (7 gemeenten op 31 december 2026)"));
}

#[test]
fn what_is_overdue_says_of_which_years_it_is() {
    let fresh = small();
    let invoice = |number: &str, date: &str| {
        format!(
            "number = \"{number}\"\nkind = \"contribution\"\nparticipant = \"tiel\"\ndate = {date}\ndue = {date}\ntotal = 100.00\n[[line]]\nwhat = \"x\"\namount = 100.00\n"
        )
    };
    fresh.write("finances/2025/invoices/a.toml", invoice("a", "2025-02-01"));
    fresh.write("finances/2026/invoices/b.toml", invoice("b", "2026-02-01"));
    let page = text(&fresh, "2026-11-23", "report --year 2025");
    assert!(page.contains("Van de facturen tot en met 2025 staat op 23 november 2026 € 100,00 open over de vervaldatum"), "{page}");
    assert!(page.contains("Facturen tot en met 2025 over de vervaldatum: € 100,00"), "{page}");
    assert!(text(&fresh, "2026-11-23", "report --year 2026").contains("Op 23 november 2026 staat € 200,00 open over de vervaldatum."));
}

/// What is past is told as past, who is interested as interested, and who takes part through another as that.
#[test]
fn how_somebody_takes_part_is_told_as_it_is() {
    let fresh = small();
    fresh.write("participants/west.toml", municipality("West", "joined = 2026-09-01"));
    fresh.write("participants/noord.toml", municipality("Noord", "joined = 2027-01-01"));
    fresh.write("participants/zuid.toml", "name = \"Gemeente Zuid\"\nkind = \"municipality\"\nstatus = \"interested\"\n");
    fresh.write("participants/klein.toml", municipality("Klein", "joined = 2024-01-01\ntakes_part = false"));
    fresh.write("participants/werk.toml", "name = \"De Werk\"\nkind = \"joint-body\"\nrepresents = [\"klein\"]\njoined = 2024-01-01\n");
    fresh.write("participants/hamer.toml", "name = \"Hamer BV\"\nkind = \"company\"\nsupplier = true\ntakes_part = false\n");
    let on = |year: i32, id: &str| text(&fresh, "2026-11-23", &format!("report --year {year} --for {id}"));
    assert!(on(2025, "west").contains("Gemeente West trad later toe tot Proef, op 1 september 2026."), "{}", on(2025, "west"));
    assert!(on(2026, "noord").contains("Gemeente Noord treedt op 1 januari 2027 toe"), "{}", on(2026, "noord"));
    assert!(on(2026, "zuid").contains("Gemeente Zuid heeft belangstelling voor Proef."), "{}", on(2026, "zuid"));
    assert!(on(2026, "klein").contains("Gemeente Klein doet mee aan Proef via De Werk."), "{}", on(2026, "klein"));
    assert!(on(2026, "werk").contains("Een contactpersoon of e-mailadres doorgeven"), "{}", on(2026, "werk"));
    let page = text(&fresh, "2026-11-23", "report --year 2025");
    assert!(page.contains("Na dit jaar toegetreden: Gemeente West") && page.contains("Treedt toe: Gemeente Noord"), "{page}");
    assert!(text(&fresh, "2026-11-23", "report --year 2026").contains("Belangstelling: Gemeente Zuid"));
    let refused = |line: &str| {
        let ran = Ran::of(program().arg("-C").arg(fresh.path()).args(["--on", "2026-11-23"]).args(line.split(' ')));
        assert_eq!(ran.code, Some(2), "{line}");
        ran.said()
    };
    assert!(refused("report --year 2026 --for hamer").contains("is a supplier and takes no part"));
    fresh.write("commons.toml", SETTINGS.replace("started = 2024-01-01\n", ""));
    assert!(refused("report --year 2023").contains("the collaboration began on 2024-01-01"));
}

#[test]
fn the_lead_is_told_of_reminders_that_it_has_to_send() {
    let fresh = small();
    fresh.write(
        "finances/2026/invoices/n1.toml",
        "number = \"n1\"\nkind = \"contribution\"\nparticipant = \"neder\"\ndate = 2026-01-10\ndue = 2026-02-09\ntotal = 1500.00\n[[line]]\nwhat = \"x\"\namount = 1500.00\n",
    );
    let page = text(&fresh, "2026-11-23", "report --year 2026 --for tiel");
    assert!(page.contains("Betalingsherinnering sturen voor factuur n1"), "{page}");
    assert!(!text(&fresh, "2026-11-23", "report --year 2026 --for neder").contains("Betalingsherinnering sturen"));
}
