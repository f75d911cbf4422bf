//! What is looked up: the page of a collaboration, what is due, who does what, lists, one thing, and what a year asks.

use serde_json::Value;

use crate::program::Fresh;

/// A collaboration of two municipalities and a water board, in which something is about to change.
fn changing() -> Fresh {
    let fresh = Fresh::empty();
    fresh.write(
        "commons.toml",
        "format = 1\nname = \"Proef\"\nlevel = \"light\"\nlanguage = \"nl\"\nlead = \"oss\"\n\n\
         [[waiver]]\nrule = \"vacant-role\"\nabout = \"penningmeester\"\nreason = \"wij zoeken nog\"\nuntil = 2026-10-31\n",
    );
    fresh.write(
        "participants/oss.toml",
        "name = \"Gemeente Oss\"\nkind = \"municipality\"\njoined = 2024-01-01\ncbs_code = \"GM0828\"\n\n\
         [people.wsmit]\nname = \"Wouter Smit\"\nvisibility = \"public\"\n\n\
         [people.avos]\nname = \"Anna Vos\"\nuntil = 2026-12-15\n",
    );
    fresh.write(
        "participants/boxtel.toml",
        "name = \"Gemeente Boxtel\"\nkind = \"municipality\"\njoined = 2024-01-01\nleft = 2026-12-31\ncbs_code = \"GM0757\"\n\n\
         [people.avos2]\nname = \"Anna Vos\"\n",
    );
    fresh.write("participants/waterschap.toml", "name = \"Waterschap Aa\"\nkind = \"public-body\"\njoined = 2026-11-01\n");
    fresh.write("participants/dijk.toml", "name = \"Waterschap Dijk\"\nkind = \"public-body\"\njoined = 2024-01-01\n");
    fresh.write("participants/vught.toml", "name = \"Gemeente Vught\"\nkind = \"municipality\"\n\n[interest]\non = 2026-09-01\n");
    fresh.write(
        "roles/coordinator.toml",
        "title = \"Coördinator\"\nhours = 4\nterm_months = 24\n\n[[holder]]\nwho = \"avos\"\nfrom = 2026-01-01\n",
    );
    fresh.write("roles/security-officer.toml", "title = \"Security officer\"\n\n[[holder]]\nwho = \"wsmit\"\ninterim = true\n");
    fresh.write("roles/penningmeester.toml", "title = \"Penningmeester\"\nvacant = true\n");
    fresh.write(
        "tasks/contact.toml",
        "title = \"Vragen beantwoorden\"\ncovers = [\"contact\"]\n\n[raci]\nresponsible = [\"coordinator\"]\n",
    );
    fresh.write(
        "community.toml",
        "[[channel]]\nid = \"bomennieuws\"\nname = \"Bomennieuws\"\nkind = \"newsletter\"\nowner = \"coordinator\"\n\n\
         [[measurement]]\non = 2026-06-30\nwhat = \"satisfaction\"\nvalue = 7.5\n",
    );
    fresh.write(
        "events/overleg.toml",
        "title = \"Overleg\"\nkind = \"user-meeting\"\nstarts = 2026-08-20T10:00:00\nattended = [\"oss\"]\n\
         repeat = { every = \"quarterly\", until = 2026-08-20 }\n\n\
         [[occurrence]]\non = 2026-08-20\n\n[[occurrence.action]]\nwhat = \"Kaart maken\"\nwho = \"coordinator\"\n\n\
         [[occurrence.action]]\nwhat = \"Boom tellen\"\nwho = \"boxtel\"\ndue = 2026-09-01\n",
    );
    fresh
}

fn shown(fresh: &Fresh, line: &str) -> String {
    let lang = if line.contains("--lang") { &[][..] } else { &["--lang", "nl"] };
    let ran = fresh.run(&line.split(' ').chain(lang.iter().copied()).collect::<Vec<_>>());
    assert_eq!(ran.code, Some(0), "{line}: {}", ran.said());
    ran.shown().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn the_page_says_what_changes_and_what_is_not_planned() {
    let fresh = changing();
    let text = shown(&fresh, "status --format md");
    has(
        &text,
        &[
            "een rol die vrijkomt",
            "Coördinator komt vrij op 16 december 2026",
            "Geen gebruikersoverleg gepland",
            "1 in het afgelopen jaar; geen in: 1e kwartaal 2026, 2e kwartaal 2026, 4e kwartaal 2026",
            "4 uur per week in vervulde rollen; bij geen taak staan uren",
            "2 gemeenten met",
            "tot de kern hoort wie in het afgelopen jaar",
            "Actie die op 1 september 2026 klaar had moeten zijn: Boom tellen",
            "1 actie open zonder datum",
            "Vught (vroeg op",
        ],
    );
    assert!(!text.contains("waarvan het aantal niet bekend is") && !text.contains("-0") && !text.contains("stuurgroep"), "{text}");
    has(&shown(&fresh, "status --lang en"), &["Coördinator becomes vacant on 16 December 2026", "No user meeting planned"]);
    for form in ["md", "json", "csv"] {
        let public = shown(&fresh, &format!("status --audience public --format {form}"));
        assert!(!public.contains("Vught") && !public.contains("belangstellende") && !public.contains("uur per week"), "{public}");
    }
    // The tasks ask more than there is.
    fresh.write("tasks/contact.toml", "title = \"Vragen beantwoorden\"\ncovers = [\"contact\"]\nhours = 9\n");
    has(&shown(&fresh, "status"), &["minder uren in rollen dan de taken vragen", "de taken vragen 9, te weinig"]);
    // A meeting in each quarter, and one that is planned in this.
    fresh.write("events/overleg.toml", "title = \"A\"\nkind = \"user-meeting\"\nstarts = 2026-01-15\nstatus = \"held\"\n");
    fresh.write("events/b.toml", "title = \"B\"\nkind = \"user-meeting\"\nstarts = 2026-04-15\nstatus = \"held\"\n");
    fresh.write("events/c.toml", "title = \"C\"\nkind = \"user-meeting\"\nstarts = 2026-08-15\nstatus = \"held\"\n");
    fresh.write("events/d.toml", "title = \"D\"\nkind = \"user-meeting\"\nstarts = 2026-12-01\n");
    assert!(!shown(&fresh, "status").contains("geen in:"));
}

#[test]
fn first_and_last_days_are_due() {
    let fresh = changing();
    let text = shown(&fresh, "due --within 120d --format csv");
    has(
        &text,
        &[
            "2026-11-01,coming,joining,Waterschap Aa treedt toe",
            "2026-12-31,coming,leaving,Laatste dag van Gemeente Boxtel als deelnemer",
            "\"Laatste dag van Anna Vos, die een rol vervult: Coördinator\"",
            "De ontheffing voor Penningmeester loopt af: wij zoeken nog",
        ],
    );
    has(&shown(&fresh, "due --lang en --format md"), &["Waterschap Aa joins", "1 open action has no date"]);
    assert!(shown(&fresh, "due --for boxtel").contains("Boom tellen") && !shown(&fresh, "due --for boxtel").contains("zonder datum"));
    // Whose term ends on the same day is told once.
    fresh.write("roles/coordinator.toml", "title = \"Coördinator\"\n\n[[holder]]\nwho = \"avos\"\nuntil = 2026-12-15\n");
    assert!(!shown(&fresh, "due --within 120d").contains("die een rol vervult"));
}

#[test]
fn who_knows_other_words_and_slips_of_the_hand() {
    let fresh = changing();
    for (asked, found) in [
        ("nieuwsbrief", "Kanaal: Bomennieuws"),
        ("newsletter", "Kanaal: Bomennieuws"),
        ("penvoerder", "Gemeente Oss Is: Penvoerder, kassier"),
        ("lead", "Gemeente Oss"),
        ("kassier", "Gemeente Oss"),
        ("beveiliging", "Security officer"),
        ("beveiliging", "Waarnemend rolhouder"),
        ("secretaris", "notulen en actielijsten"),
        ("bug", "Vragen beantwoorden"),
        ("btw", "facturering"),
        ("AVG", "contractmanagement"),
        ("Boxtle", "Gemeente Boxtel"),
        ("Bomenniews", "Kanaal: Bomennieuws"),
        ("avos", "Anna Vos"),
    ] {
        let text = shown(&fresh, &format!("who {asked}"));
        assert!(text.to_lowercase().contains(&found.to_lowercase()), "{asked}: {found}\n{text}");
    }
    let ran = fresh.run(&["who", "Wouter Smith", "--lang", "nl"]);
    assert!(ran.shown().contains("Wouter Smit") && ran.said().contains("niets heet `Wouter Smith`"), "{}", ran.said());
    // Two people of one name are told apart.
    has(&shown(&fresh, "who Vos"), &["Anna Vos (Gemeente Oss)", "Anna Vos (Gemeente Boxtel)"]);
    for (asked, said) in [
        ("x", "niets heet `x`; `commons raci`"),
        ("Anna Vso", "bedoelt u `Anna Vos (avos)` of `Anna Vos (avos2)`?"),
        ("zzzz", "niets heet `zzzz`"),
    ] {
        let ran = fresh.run(&["who", asked, "--lang", "nl"]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.said().contains(said) && !ran.said().contains("audience"), "{asked}: {}", ran.said());
    }
    let english = fresh.run(&["who", "zzzz", "--lang", "en"]);
    assert!(english.said().contains("nothing is called `zzzz`"), "{}", english.said());
}

#[test]
fn a_condition_reads_what_the_table_prints() {
    let fresh = changing();
    fresh.write(
        "finances/contracts/a.toml",
        "supplier = \"dijk\"\nwhat = \"Beheer\"\nfrom = 2026-01-01\nuntil = 2026-12-31\nyearly = 5000.50\n",
    );
    for (kind, condition, count) in [
        ("participants", "joined>01-06-2026", 1),
        ("participants", "joined<=2024", 3),
        ("participants", "joined>2024", 1),
        ("participants", "inhabitants>50.000", 1),
        ("participants", "kind=gemeente", 3),
        ("participants", "people=avos", 1),
        ("contracts", "yearly=5.000,50", 1),
        ("contracts", "yearly>5.000", 1),
        ("contracts", "yearly>5000,50", 0),
        ("contracts", "yearly>=€ 5.000,50", 1),
        ("events", "starts=20-08-2026", 1),
        ("roles", "hours>3,5", 1),
        ("roles", "vacant=ja", 1),
    ] {
        let ran = fresh.run(&["list", kind, "--where", condition, "--format", "json"]);
        assert_eq!(ran.code, Some(0), "{condition}: {}", ran.said());
        let found: Value = ran.json();
        assert_eq!(found[kind].as_array().map(Vec::len), Some(count), "{condition}: {found}");
    }
    for (kind, condition, said) in [
        ("participants", "joined>gisteren", "`gisteren` is no date"),
        ("roles", "hours>abc", "`hours` is a number"),
        ("contracts", "yearly<veel", "`yearly` is a number"),
        ("roles", "vacant=misschien", "`vacant` is true or false"),
        ("participants", "status=actve", "did you mean `active`"),
    ] {
        let ran = fresh.run(&["list", kind, "--where", condition]);
        assert_eq!(ran.code, Some(2), "{condition}: {}", ran.shown());
        assert!(ran.said().contains(said), "{condition}: {}", ran.said());
    }
}

#[test]
fn lists_and_things_are_told_in_words() {
    let fresh = changing();
    has(&shown(&fresh, "list participants --columns id,people"), &["oss Anna Vos; Wouter Smit"]);
    let public = shown(&fresh, "list participants --columns id,people --audience public");
    assert!(public.contains("Wouter Smit") && !public.contains("Anna Vos") && !public.contains("avos"), "{public}");
    has(&shown(&fresh, "list measurements"), &["tevredenheid 7,5"]);
    has(&shown(&fresh, "list measurements --lang en"), &["satisfaction 7.5"]);
    has(&shown(&fresh, "list tasks --columns id,covers"), &["contact contactpersoon en aanspreekpunt"]);
    has(&shown(&fresh, "show contact"), &["Dekt: contactpersoon en aanspreekpunt"]);
    has(&shown(&fresh, "show coordinator"), &["Uren per week: 4", "Termijn (maanden): 24", "Kanaal: Bomennieuws", "Actie: Kaart maken"]);
    has(&shown(&fresh, "show coordinator --lang en"), &["Hours a week: 4", "Term (months): 24"]);
    has(&shown(&fresh, "show avos"), &["Houder: vanaf 1 januari 2026"]);
    has(
        &shown(&fresh, "show overleg"),
        &["Herhaling: per kwartaal", "Kaart maken (wie: Coördinator)", "Boom tellen (wie: Gemeente Boxtel"],
    );
    // A table with nothing in it makes no line.
    fresh.write(
        "participants/leeg.toml",
        "name = \"Gemeente Leeg\"\nkind = \"municipality\"\njoined = 2024-01-01\n\n[billing]\ncity = \"Leeg\"\n",
    );
    assert!(!shown(&fresh, "show leeg").contains("verplichtingennummer"));
    let json = shown(&fresh, "show overleg --format json");
    has(&json, &["occurrence[0].action[0].what", "occurrence[0].action[1].due", "repeat.every"]);
}

/// A year in which one divides a total with another, in two parts.
fn dividing(joined: &str) -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", "format = 1\nname = \"Som\"\nlanguage = \"nl\"\n\n[finances]\nvat = { treatment = 21 }\n");
    fresh.write(
        "finances/2026/budget.toml",
        "status = \"adopted\"\n\n[[cost]]\nid = \"x\"\namount = 1000.01\n\n[contribution]\nkey = \"equal\"\npro_rata = \"months\"\n\
         instalments = [2026-07-15, 2026-01-15]\n",
    );
    fresh.write("participants/a.toml", format!("name = \"Gemeente Alfa\"\nkind = \"municipality\"\njoined = {joined}\n"));
    fresh
}

#[test]
fn the_others_are_shown_what_a_newcomer_changes_and_when_it_is_invoiced() {
    let fresh = dividing("2024-01-01");
    for form in ["table", "md", "html", "mail"] {
        let text = shown(&fresh, &format!("invoice --year 2026 --dry-run --as GM0119 --format {form}"));
        has(&text, &["Opnieuw verdeeld", "500,01", "In 2 voorschotten zonder btw: € 500,00 op 15 januari 2026, € 500,01 op 15 juli 2026."]);
    }
    let csv = shown(&fresh, "invoice --year 2026 --dry-run --as GM0119 --format csv");
    has(&csv, &[",otherwise ,a,", ",500.01"]);
    let json: Value = fresh.run(&["invoice", "--year", "2026", "--dry-run", "--format", "json"]).json();
    let parts: Vec<(&str, &str)> = json["instalments"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| Some((one["date"].as_str()?, one["amount"].as_str()?)))
        .collect();
    assert_eq!(parts, [("2026-01-15", "500.00"), ("2026-07-15", "500.01")]);
    has(&shown(&fresh, "invoice --year 2026 --dry-run --lang en"), &["In 2 advances without VAT", "over 1 part."]);
    // Who joins after the first part is asked the whole on the second.
    let late = dividing("2026-03-01");
    let text = shown(&late, "invoice --year 2026 --dry-run");
    has(&text, &["Factuurdatum: 15 juli 2026.", "Op de eerste dag van de periode neemt niemand deel.", "Daarom telt ieder mee"]);
    assert!(!text.contains("elk maal het deel"), "{text}");
}
