//! How the past of a record is found, wherever it stood, and whom it still names.

use std::fs;

use crate::commits::{commit_on, git};
use crate::program::{Fresh, Ran, program};

/// A repository with a record in its folder `dossier`, as it was on the first of January.
fn begun() -> Fresh {
    let fresh = Fresh::empty();
    git(fresh.path(), &["init", "-q"]);
    fresh.write(
        "dossier/commons.toml",
        "format = 1\nname = \"Samenwerking Buurtapp\"\nlevel = \"sharing\"\nlanguage = \"nl\"\nlead = \"zwolle\"\n",
    );
    fresh.write(
        "dossier/participants/zwolle.toml",
        "name = \"Gemeente Zwolle\"\nkind = \"municipality\"\ncbs_code = \"GM0193\"\njoined = 2025-01-01\n\n[people.jdevries]\nname = \"Jo de Vries\"\nvisibility = \"public\"\nemail = \"jo.devries@zwolle.example\"\n\n[people.kvisser]\nname = \"Karin Visser\"\nvisibility = \"public\"\n",
    );
    fresh.write("dossier/roles/beheerder.toml", "title = \"Beheerder\"\n\n[[holder]]\nwho = \"jdevries\"\nfrom = 2025-01-01\n");
    commit_on("2026-01-01", fresh.path());
    fresh
}

fn ran(fresh: &Fresh, folder: &str, arguments: &[&str]) -> Ran {
    let mut command = program();
    command.current_dir(fresh.at(folder)).args(["--lang", "nl"]).args(arguments);
    Ran::of(&mut command)
}

fn shown(fresh: &Fresh, folder: &str, arguments: &[&str]) -> String {
    let ran = ran(fresh, folder, arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}{}", ran.shown(), ran.said());
    ran.shown().to_owned()
}

#[test]
fn a_record_is_found_wherever_it_stood() {
    let fresh = begun();
    git(fresh.path(), &["mv", "dossier", "samenwerking"]);
    // Also where nobody committed yet that it moved.
    let moved = shown(&fresh, "samenwerking", &["diff"]);
    let sentence = "Het dossier verhuisde van de map `dossier` naar de map `samenwerking`";
    assert!(moved.split_whitespace().collect::<Vec<_>>().join(" ").contains(sentence), "{moved}");
    assert!(shown(&fresh, "samenwerking", &["log"]).contains("Het dossier begint hier"));
    commit_on("2026-02-01", fresh.path());
    fresh.edit("samenwerking/commons.toml", "sharing", "light");
    commit_on("2026-03-01", fresh.path());
    git(fresh.path(), &["mv", "samenwerking", "buurtapp"]);
    commit_on("2026-04-01", fresh.path());

    let moved = shown(&fresh, "buurtapp", &["diff", "HEAD~1", "HEAD"]);
    assert!(moved.contains("Het dossier verhuisde") && !moved.contains("niets gewijzigd"), "{moved}");
    let told = shown(&fresh, "buurtapp", &["diff", "2026-01-15", "HEAD"]);
    assert!(told.contains("Het ambitieniveau ging van delen zonder regie naar lichte coördinatie"), "{told}");
    assert!(!told.contains("staat geen dossier") && !told.contains("begint hier"), "{told}");
    for (folder, record) in [("buurtapp", "."), ("", "buurtapp"), ("", "dossier"), ("", "samenwerking")] {
        let status = shown(&fresh, folder, &["-C", record, "--at", "2026-01-15", "list", "roles"]);
        assert!(status.contains("Beheerder"), "{folder} -C {record}: {status}");
    }
    let news = ran(&fresh, "buurtapp", &["newsletter", "--since", "2026-01-20"]);
    assert!(!news.said().contains("niet hoe dit dossier"), "{}", news.said());

    // On a branch it stands elsewhere.
    git(fresh.path(), &["switch", "-q", "-c", "voorstel", "HEAD~1"]);
    git(fresh.path(), &["mv", "samenwerking", "elders"]);
    fresh.edit("elders/commons.toml", "light", "full");
    commit_on("2026-05-01", fresh.path());
    let told = shown(&fresh, "elders", &["diff", "main...voorstel"]);
    assert!(told.contains("naar volledige regie"), "{told}");
    git(fresh.path(), &["switch", "-q", "main"]);
    let told = shown(&fresh, "buurtapp", &["diff", "main", "voorstel"]);
    assert!(told.contains("naar volledige regie") && !told.contains("staat geen dossier"), "{told}");
}

#[test]
fn another_record_is_not_taken_for_one_that_moved() {
    let fresh = begun();
    fresh.write("tweede/commons.toml", "format = 1\nname = \"Tweede\"\nlevel = \"sharing\"\nlanguage = \"nl\"\nlead = \"zwolle\"\n");
    commit_on("2026-02-01", fresh.path());
    assert!(shown(&fresh, "tweede", &["diff", "HEAD~1", "HEAD"]).contains("Het dossier begint hier"));
    let refused = ran(&fresh, "tweede", &["--at", "HEAD~1", "status"]);
    assert!(refused.code == Some(2) && refused.said().contains("name the folder of one with -C: `dossier`"), "{}", refused.said());
    let refused = ran(&fresh, "", &["-C", "nergens", "--at", "HEAD", "status"]);
    assert!(refused.code == Some(2) && refused.said().contains("`dossier`, `tweede`"), "{}", refused.said());
    fresh.write("derde/commons.toml", "format = 1\nname = \"Derde\"\n");
    let refused = ran(&fresh, "derde", &["log"]);
    assert!(refused.code == Some(2) && refused.said().contains("in no commit yet"), "{}{}", refused.shown(), refused.said());
}

#[test]
fn a_repository_without_a_working_folder_tells_what_was() {
    let fresh = begun();
    fresh.edit("dossier/commons.toml", "sharing", "light");
    commit_on("2026-02-01", fresh.path());
    git(fresh.path(), &["clone", "-q", "--bare", ".", "bare.git"]);
    let there = &["-C", "bare.git/dossier"][..];
    for asked in [&["log"][..], &["diff", "HEAD~1", "HEAD"]] {
        let told = shown(&fresh, "", &[there, asked].concat());
        assert!(told.contains("naar lichte coördinatie"), "{asked:?}: {told}");
    }
    assert!(shown(&fresh, "", &[there, &["--at", "HEAD~1", "list", "roles"]].concat()).contains("Beheerder"));
    assert!(shown(&fresh, "", &[there, &["trend"]].concat()).contains("Samenwerking Buurtapp"));
    for (asked, help) in
        [(&["diff"][..], "name both revisions: commons diff A B"), (&["diff", "HEAD~1"], "name both"), (&["status"], "--at HEAD")]
    {
        let refused = ran(&fresh, "", &[there, asked].concat());
        assert!(refused.code == Some(2) && refused.shown().is_empty() && refused.said().contains(help), "{asked:?}: {}", refused.said());
    }
}

#[test]
fn whoever_may_not_be_named_now_is_not_named_of_then() {
    let fresh = begun();
    fresh.edit("dossier/roles/beheerder.toml", "jdevries", "kvisser");
    commit_on("2026-02-01", fresh.path());
    let zwolle = "dossier/participants/zwolle.toml";
    let text = fs::read_to_string(fresh.at(zwolle)).expect("it is text");
    // Jo is gone, and Karin is for those who take part only; nobody committed that yet.
    let without =
        text.replace("[people.jdevries]\nname = \"Jo de Vries\"\nvisibility = \"public\"\nemail = \"jo.devries@zwolle.example\"\n\n", "");
    fresh.write(zwolle, without.replace("visibility = \"public\"", "visibility = \"participants\""));
    let asked: &[&[&str]] = &[
        &["--at", "HEAD~1", "list", "people"],
        &["--at", "HEAD~1", "who", "beheerder"],
        &["--at", "HEAD", "who", "beheerder"],
        &["--at", "HEAD", "export", "json"],
        &["diff", "HEAD~1", "HEAD"],
        &["diff", "HEAD~1", "HEAD", "--format", "json"],
        &["diff"],
        &["log", "--format", "json"],
    ];
    for asked in asked {
        for (audience, hidden) in [
            ("public", &["Jo de Vries", "jdevries", "jo.devries", "Karin", "kvisser"][..]),
            ("participants", &["Jo de Vries", "jdevries", "jo.devries"]),
            ("record", &["Jo de Vries", "jdevries", "jo.devries"]),
        ] {
            let told = shown(&fresh, "dossier", &[asked, &["--audience", audience][..]].concat());
            for one in hidden {
                assert!(!told.contains(one), "{asked:?} --audience {audience} says {one}:\n{told}");
            }
        }
    }
    assert!(shown(&fresh, "dossier", &["--at", "HEAD", "who", "beheerder"]).contains("Karin Visser"));

    // Who comes with a proposal is not gone.
    git(fresh.path(), &["stash", "-q"]);
    git(fresh.path(), &["switch", "-q", "-c", "voorstel"]);
    fresh.write("dossier/people.toml", "[people.tmol]\nname = \"Ties Mol\"\norganisation = \"independent\"\n");
    commit_on("2026-03-01", fresh.path());
    git(fresh.path(), &["switch", "-q", "main"]);
    git(fresh.path(), &["stash", "pop", "-q"]);
    let told = shown(&fresh, "dossier", &["diff", "HEAD", "voorstel"]);
    assert!(told.contains("Ties Mol") && !told.contains("Jo de Vries"), "{told}");

    // While it cannot be read who is there now, only who keeps the record sees who was there then.
    fresh.write(zwolle, "name = \n");
    assert!(!shown(&fresh, "dossier", &["--at", "HEAD", "who", "beheerder"]).contains("Karin"));
    assert!(shown(&fresh, "dossier", &["--at", "HEAD", "who", "beheerder", "--audience", "record"]).contains("Karin"));
}

#[test]
fn a_day_ends_where_the_record_is_kept() {
    let fresh = begun();
    fresh.edit("dossier/commons.toml", "language", "time_zone = \"Pacific/Auckland\"\nlanguage");
    commit_on("2026-01-31", fresh.path());
    // Ten o'clock of the first of February in Auckland; in Amsterdam it is the evening before.
    fresh.edit("dossier/commons.toml", "sharing", "light");
    crate::commits::git_as(("T", "t@voorbeeld.example"), "2026-02-01T10:00:00+1300", fresh.path(), &["commit", "-q", "-a", "-m", "x"]);
    for (day, level) in [("2026-01-31", "Delen zonder regie"), ("2026-02-01", "Lichte coördinatie")] {
        let told = shown(&fresh, "dossier", &["--at", day, "status"]);
        assert!(told.contains(level), "{day}: {told}");
    }
    assert!(shown(&fresh, "dossier", &["diff", "2026-01-31", "2026-02-01"]).contains("naar lichte coördinatie"));
}

#[test]
fn what_happened_while_a_file_could_not_be_read_is_told_when_it_can_be_again() {
    let fresh = begun();
    let settings = "dossier/commons.toml";
    let whole = fs::read_to_string(fresh.at(settings)).expect("it is text");
    for (day, text) in [
        ("2026-02-01", whole.replace("sharing", "full") + "onzin = [\n"),
        ("2026-02-02", whole.replace("sharing", "light") + "onzin = 1\n"),
        ("2026-02-03", whole.replace("sharing", "light")),
    ] {
        fresh.write(settings, text);
        commit_on(day, fresh.path());
    }
    let role = "dossier/roles/beheerder.toml";
    let holders = fs::read_to_string(fresh.at(role)).expect("it is text");
    fresh.write(role, format!("<<<<<<<\n{holders}"));
    commit_on("2026-02-04", fresh.path());
    fresh.write(role, holders);
    commit_on("2026-02-05", fresh.path());
    fs::remove_file(fresh.at(settings)).expect("it is there");
    commit_on("2026-02-06", fresh.path());
    fresh.write(settings, whole);
    commit_on("2026-02-07", fresh.path());
    let told = shown(&fresh, "dossier", &["log", "--format", "md"]);
    let of = |day: &str| told.split("## ").find(|entry| entry.starts_with(day)).unwrap_or_else(|| panic!("{day}: {told}")).to_owned();
    let again = of("3 februari");
    assert!(
        again.contains("`commons.toml` is weer te lezen.\n") && again.contains("van delen zonder regie naar lichte coördinatie"),
        "{told}"
    );
    assert!(of("5 februari").contains("is weer te lezen; er staat hetzelfde in als daarvoor"), "{told}");
    assert!(of("7 februari").contains("van lichte coördinatie naar delen zonder regie"), "{told}");
}

#[test]
fn an_empty_revision_is_not_head() {
    let fresh = begun();
    for asked in [&["diff", "", "HEAD"][..], &["diff", ""], &["--at", "", "status"], &["--at", "", "log"], &["--at", "", "trend"]] {
        let refused = ran(&fresh, "dossier", asked);
        assert!(refused.code == Some(2) && refused.said().contains("revision is"), "{asked:?}: {}{}", refused.shown(), refused.said());
    }
}

#[test]
fn a_side_without_settings_says_so_in_the_language_of_the_other() {
    let fresh = begun();
    fresh.edit("dossier/roles/beheerder.toml", "jdevries", "niemand");
    commit_on("2026-02-01", fresh.path());
    fs::remove_file(fresh.at("dossier/commons.toml")).expect("it is there");
    let mut command = program();
    command.current_dir(fresh.at("dossier")).env_remove("COMMONS_LANG").args(["diff", "HEAD", "--format", "md", "--on", "2026-06-01"]);
    let told = Ran::of(command.arg("-C").arg(".")).shown().to_owned();
    assert!(told.starts_with("<!-- commons diff: dossier -->\n# Wat er verandert\n"), "{told}");
    assert!(told.contains("Welke meldingen zijn verdwenen is niet bekend") && !told.contains("Verdwenen:"), "{told}");
}

#[test]
fn a_comparison_says_what_was_compared_and_what_is_found_in_every_form() {
    let fresh = begun();
    fresh.edit("dossier/roles/beheerder.toml", "jdevries", "niemand");
    commit_on("2026-02-01", fresh.path());
    let compared = &["diff", "HEAD~1", "HEAD", "--format"][..];
    let told: serde_json::Value = serde_json::from_str(&shown(&fresh, "dossier", &[compared, &["json"]].concat())).expect("it is JSON");
    let commits = ["HEAD~1", "HEAD"].map(|rev| git(fresh.path(), &["rev-parse", rev]));
    for (n, (side, day)) in [("before", "2026-01-01"), ("after", "2026-02-01")].iter().enumerate() {
        let one = &told["sides"][n];
        assert!(one["side"] == *side && one["commit"] == commits[n].as_str() && one["on"] == *day, "{one}");
    }
    let found = told["findings"].as_array().expect("they are a list");
    let sheet = shown(&fresh, "dossier", &[compared, &["csv"]].concat());
    assert!(found.iter().any(|one| one["level"] == "deny"), "{told}");
    for one in found {
        assert!(sheet.contains(one["rule"].as_str().expect("it is text")), "{one}\n{sheet}");
    }
    fresh.write("dossier/roles/beheerder.toml", "x = [");
    let told = shown(&fresh, "dossier", &["diff", "main"]);
    assert!(told.contains("Over wat in de werkmap in `roles/beheerder.toml` staat is niets te zeggen"), "{told}");
}

#[test]
fn a_comment_calls_nobody_at_the_platform() {
    let fresh = begun();
    fresh.edit("dossier/participants/zwolle.toml", "\"Gemeente Zwolle\"", "\"@admin en (@utrecht-team) info@zwolle.example\"");
    let told = shown(&fresh, "dossier", &["diff", "--format", "md"]);
    assert!(told.contains("@&#8203;admin en (@&#8203;utrecht-team) info@zwolle.example"), "{told}");
    fresh.edit("dossier/commons.toml", "Samenwerking Buurtapp", "/close");
    let told = shown(&fresh, "dossier", &["diff", "--format", "md"]);
    assert!(told.lines().all(|line| !line.starts_with('/')), "{told}");
}

#[test]
fn a_history_says_of_which_days_it_is() {
    let fresh = begun();
    fresh.edit("dossier/commons.toml", "sharing", "light");
    commit_on("2026-04-01", fresh.path());
    for (asked, title) in [
        (&["--since", "2026-02-01", "--until", "2026-05-01"][..], "Wat er veranderde van 1 februari 2026 tot en met 1 mei 2026"),
        (&["--until", "2026-05-01", "zwolle"], "Wat er veranderde tot en met 1 mei 2026: Gemeente Zwolle"),
        (&["--on", "2026-02-10"], "Samenwerking Buurtapp, beoordeeld op 10 februari 2026"),
    ] {
        let told = shown(&fresh, "dossier", &[&["log"][..], asked].concat());
        assert!(told.lines().take(2).any(|line| line == title), "{told}");
    }
}

#[test]
fn an_invoice_is_followed_by_its_number() {
    let fresh = Fresh::empty();
    crate::cases::lay(&crate::cases::records().join("commands/diff/in"), fresh.path());
    git(fresh.path(), &["init", "-q"]);
    commit_on("2026-01-01", fresh.path());
    let files = walkdir::WalkDir::new(fresh.at("finances")).into_iter().filter_map(Result::ok).filter(|file| file.file_type().is_file());
    let numbers: Vec<String> = files
        .filter_map(|file| {
            let text = fs::read_to_string(file.path()).expect("it is text");
            Some(text.lines().find_map(|line| line.strip_prefix("number = \"")?.strip_suffix('"'))?.to_owned())
        })
        .collect();
    assert!(!numbers.is_empty());
    let entries = |number: &str| {
        let told = shown(&fresh, "", &["log", number, "--format", "md"]);
        assert!(told.contains(&format!("actuur {number}")), "{told}");
        told.matches("\n## ").count()
    };
    let known: Vec<usize> = numbers.iter().map(|number| entries(number)).collect();
    // What happens to it afterwards comes above what happened before.
    for file in walkdir::WalkDir::new(fresh.at("finances")).into_iter().filter_map(Result::ok) {
        if file.path().parent().is_some_and(|folder| folder.ends_with("invoices")) {
            let text = fs::read_to_string(file.path()).expect("it is text");
            fs::write(file.path(), format!("note = \"nagekeken\"\n{text}")).expect("it can be written");
        }
    }
    commit_on("2026-02-01", fresh.path());
    assert_eq!(numbers.iter().map(|number| entries(number)).collect::<Vec<_>>(), known.iter().map(|n| n + 1).collect::<Vec<_>>());
}
