//! Links at a revision lead where they lead in the folder.

use std::fs;

use crate::commits::{commit_on, git};
use crate::program::{Fresh, Ran};
use crate::told::{begun, ran, shown};

const ROLE: &str = "title = \"Notulist\"\nstaffing = \"lead\"\n\n[[holder]]\nwho = \"apot\"\nfrom = 2025-01-01\n";
const TASK: &str = "title = \"Uitgeven\"\nprocess = \"docs/werk.md\"\n\n[raci]\nresponsible = \"kassier\"\naccountable = \"ede\"\n";

/// What it is about, the files that there are, and the link that is made.
type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c dyn Fn(&Fresh));

#[test]
fn a_revision_is_read_as_the_folder_that_is_checked_out() {
    let cases: [Case<'_>; 12] = [
        ("beside the record's own folders", &[("docs/x/r.toml", ROLE)], &|it| it.link("roles/r.toml", "../docs/x/r.toml")),
        ("a hidden file", &[("roles/.r.toml", ROLE)], &|it| it.link("roles/r.toml", ".r.toml")),
        ("another ending", &[("oud.txt", ROLE)], &|it| it.link("roles/r.toml", "../oud.txt")),
        ("over another link", &[("docs/x/r.toml", ROLE)], &|it| {
            it.link("docs/y", "x");
            it.link("roles/.s", "../docs/y/r.toml");
            it.link("roles/r.toml", ".s");
        }),
        ("to a folder", &[("docs/x/r.toml", ROLE)], &|it| it.link("roles/r.toml", "../docs/x")),
        ("to nothing", &[], &|it| it.link("roles/r.toml", "none")),
        ("to itself", &[], &|it| it.link("roles/r.toml", "r.toml")),
        ("out of the record", &[], &|it| it.link("roles/r.toml", "/etc/hostname")),
        ("a folder of the record", &[("docs/taken/t.toml", TASK)], &|it| it.link("tasks", "docs/taken")),
        ("a folder within one", &[("docs/x/r.toml", ROLE)], &|it| it.link("roles/meer", "../docs/x")),
        ("documents", &[("papier/werk.md", "Zo."), ("tasks/t.toml", TASK)], &|it| it.link("docs", "papier")),
        ("a document that is not there", &[("tasks/t.toml", TASK)], &|it| it.link("docs/werk.md", "none.md")),
    ];
    for (what, files, link) in cases {
        let fresh = begun();
        for (path, text) in files {
            fresh.write(path, text);
        }
        link(&fresh);
        commit_on("2025-03-05", fresh.path());
        for asked in [&["check"][..], &["list", "roles"], &["list", "tasks"]] {
            let on = [asked, &["--on", "2025-06-01"]].concat();
            let (now, then) = (ran(&fresh, &on), ran(&fresh, &[&on[..], &["--at", "HEAD"]].concat()));
            let told = |ran: &Ran| (ran.code, format!("{}{}", ran.shown(), ran.said()).replace(" --at HEAD", ""));
            assert_eq!(told(&then), told(&now), "{what}: {asked:?}");
        }
        assert!(shown(&fresh, &["diff"]).contains("niets gewijzigd"), "{what}: {}", shown(&fresh, &["diff"]));
    }
}

#[test]
fn history_follows_what_a_link_leads_to() {
    let fresh = begun();
    fresh.write("docs/r.toml", ROLE);
    fresh.link("roles/r.toml", "../docs/r.toml");
    commit_on("2025-03-05", fresh.path());
    fresh.edit("docs/r.toml", "Notulist", "Secretaris");
    commit_on("2025-03-06", fresh.path());
    fs::remove_file(fresh.at("roles/r.toml")).expect("it is there");
    git(fresh.path(), &["mv", "docs/r.toml", "roles/r.toml"]);
    commit_on("2025-03-07", fresh.path());
    let told = shown(&fresh, &["log", "--every"]);
    assert!(told.contains("Notulist") && told.contains("Secretaris"), "{told}");
    assert!(!told.contains("te lezen") && !told.contains("uit het dossier"), "{told}");
    // The text of an agreement may be a link as well.
    fresh.edit("commons.toml", "lead", "agreement = { file = \"docs/a.md\" }\nlead");
    fresh.write("papier/a.md", "# Afspraken\n");
    fresh.link("docs/a.md", "../papier/a.md");
    commit_on("2025-03-08", fresh.path());
    fresh.write("papier/a.md", "# Afspraken\n\nEde betaalt alles.\n");
    commit_on("2025-03-09", fresh.path());
    let changed = "De tekst van de samenwerkingsovereenkomst zelf is gewijzigd";
    assert!(shown(&fresh, &["log", "--since", "2025-03-09"]).contains(changed), "{}", shown(&fresh, &["log", "--since", "2025-03-09"]));
    assert!(shown(&fresh, &["diff", "HEAD~1", "HEAD"]).contains(changed));
}
