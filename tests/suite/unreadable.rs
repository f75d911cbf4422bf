//! What is told of a past in which a file, a folder or a commit could not be read.

use std::fs;

use crate::commits::{commit_on, git};
use crate::told::{EDE, begun, ran, shown};

#[test]
fn what_changed_while_a_folder_could_not_be_read_is_told_when_it_can_be_again() {
    let fresh = begun();
    fresh.write("roles/schrijver.toml", "title = \"Schrijver\"\n");
    commit_on("2025-03-03", fresh.path());
    let of = |role: &str| fs::read_to_string(fresh.at(role)).expect("it is text");
    let (kassier, beheerder) = (of("roles/kassier.toml"), "title = \"Beheerder\"\n");
    let remove = || fs::remove_dir_all(fresh.at("roles")).expect("it is there");
    remove();
    fresh.write("roles", "oeps");
    commit_on("2025-03-04", fresh.path());
    fresh.write("roles", "oeps oeps");
    commit_on("2025-03-05", fresh.path());
    fs::remove_file(fresh.at("roles")).expect("it is there");
    fresh.write("roles/kassier.toml", kassier.replace("apot", "pvis"));
    fresh.write("roles/beheerder.toml", beheerder);
    commit_on("2025-03-06", fresh.path());
    fresh.write("roles/beheerder.toml", beheerder.replace("Beheerder", "Beheer"));
    commit_on("2025-03-07", fresh.path());
    for how in [&["log"][..], &["log", "--every"], &["log", "--since", "2025-03-04"]] {
        let told = shown(&fresh, how);
        for said in ["`roles` is weer te lezen. ", "Piet Vis", "De rol Schrijver is uit het dossier gehaald", "De rol Beheerder is nieuw"] {
            assert!(told.contains(said), "{how:?}: {said}: {told}");
        }
        assert_eq!(told.matches("Schrijver is uit").count(), 1, "{told}");
        assert!(!told.contains("`roles/"), "{told}");
    }
    let told = shown(&fresh, &["log", "kassier"]);
    assert!(told.contains("6 maart 2025"), "{told}");
    let told = shown(&fresh, &["diff", "HEAD~2", "HEAD~1"]);
    assert!(
        told.contains("`roles` is weer te lezen; wat er eerder in stond is niet bekend") && !told.contains("niets gewijzigd"),
        "{told}"
    );
    // One that does not come back takes all with it, as far as is known what stood in it.
    remove();
    fresh.write("roles", "oeps");
    commit_on("2025-03-08", fresh.path());
    fs::remove_file(fresh.at("roles")).expect("it is there");
    commit_on("2025-03-09", fresh.path());
    let told = shown(&fresh, &["log", "--since", "2025-03-09"]);
    assert!(!told.contains("te lezen"), "{told}");
    let told = shown(&fresh, &["log", "--since", "2025-03-08"]);
    assert!(told.contains("De rol Kassier is uit het dossier gehaald"), "{told}");
}

#[test]
fn a_revision_without_settings_is_no_record() {
    let fresh = begun();
    fs::remove_file(fresh.at("commons.toml")).expect("it is there");
    commit_on("2025-04-01", fresh.path());
    git(fresh.path(), &["revert", "--no-edit", "HEAD"]);
    let short = &git(fresh.path(), &["rev-parse", "HEAD~1"])[..10];
    for asked in [&["check"][..], &["coverage"], &["status"], &["raci"], &["invoice", "--year", "2025", "--dry-run"], &["trend"]] {
        let ran = ran(&fresh, &[asked, &["--at", "HEAD~1"]].concat());
        assert_eq!(ran.code, Some(2), "{asked:?}: {}", ran.shown());
        let said = ran.said();
        assert!(said.contains("there is no `commons.toml` in") && said.contains(short) && said.contains("name another revision"), "{said}");
    }
    for told in [&["log", "--at", "HEAD~1"][..], &["diff", "HEAD~1", "HEAD"], &["diff", "HEAD~2", "HEAD~1"]] {
        shown(&fresh, told);
    }
}

#[test]
fn a_commit_that_is_damaged_is_not_called_unknown() {
    let fresh = begun();
    let id = git(fresh.path(), &["rev-parse", "HEAD"]);
    git(fresh.path(), &["tag", "v1"]);
    fs::remove_file(fresh.at(".git/objects").join(&id[..2]).join(&id[2..])).expect("a loose object is a file");
    for asked in [&["check", "--at", "HEAD"][..], &["check", "--at", "v1"], &["log"], &["diff"], &["trend"]] {
        let ran = ran(&fresh, asked);
        let said = ran.said();
        assert_eq!(ran.code, Some(2), "{asked:?}: {said}");
        assert!(said.contains("are missing or damaged; run `git fsck`") && !said.contains("did you mean"), "{asked:?}: {said}");
    }
}

#[test]
fn a_file_that_could_never_be_read_was_no_role() {
    let fresh = begun();
    fresh.link("roles/buiten.toml", "../../buiten.toml");
    fresh.link("roles/lus.toml", "lus.toml");
    commit_on("2025-03-03", fresh.path());
    for role in ["buiten", "lus"] {
        fs::remove_file(fresh.at(format!("roles/{role}.toml"))).expect("it is there");
    }
    commit_on("2025-03-04", fresh.path());
    for asked in [&["log"][..], &["diff", "HEAD~1", "HEAD"]] {
        let told = shown(&fresh, asked);
        for role in ["buiten", "lus"] {
            assert!(told.contains(&format!("`roles/{role}.toml`, dat niet te lezen was, is weggehaald")), "{asked:?}: {told}");
        }
        assert!(!told.contains("De rol"), "{asked:?}: {told}");
    }
    // What could be read once was a role, also where it could not be read when it went.
    fresh.edit("roles/kassier.toml", "title", "titel = [");
    commit_on("2025-03-05", fresh.path());
    fs::remove_file(fresh.at("roles/kassier.toml")).expect("it is there");
    commit_on("2025-03-06", fresh.path());
    let told = shown(&fresh, &["log", "roles/kassier"]);
    assert!(told.contains("Kassier is uit het dossier gehaald"), "{told}");
}

#[test]
fn settings_that_were_away_are_back() {
    let fresh = begun();
    let settings = fs::read(fresh.at("commons.toml")).expect("it is there");
    fs::remove_file(fresh.at("commons.toml")).expect("it is there");
    commit_on("2025-03-03", fresh.path());
    fresh.write("commons.toml", &settings);
    commit_on("2025-03-04", fresh.path());
    let told = shown(&fresh, &["log"]);
    assert!(told.contains("`commons.toml` is terug; er staat hetzelfde in als daarvoor") && !told.contains("weer te lezen"), "{told}");
    fresh.write("commons.toml", "format = [");
    commit_on("2025-03-05", fresh.path());
    fresh.write("commons.toml", &settings);
    commit_on("2025-03-06", fresh.path());
    let told = shown(&fresh, &["log", "--since", "2025-03-06"]);
    assert!(told.contains("`commons.toml` is weer te lezen"), "{told}");
}

#[test]
fn what_is_taken_away_while_it_cannot_be_read_is_told_as_it_was() {
    let fresh = begun();
    fresh.write("participants/epe.toml", EDE.replace("Ede", "Epe").replace("0228", "0232"));
    commit_on("2025-03-03", fresh.path());
    fresh.write("participants/epe.toml", "name = ");
    commit_on("2025-03-04", fresh.path());
    fs::remove_file(fresh.at("participants/epe.toml")).expect("it is there");
    commit_on("2025-03-05", fresh.path());
    let told = shown(&fresh, &["log", "epe"]);
    assert!(told.contains("Gemeente Epe is uit het dossier gehaald, terwijl die deelnam"), "{told}");
    let told = shown(&fresh, &["diff", "HEAD~1", "HEAD"]);
    assert!(told.contains("`participants/epe.toml`, dat niet te lezen was, is weggehaald") && !told.contains("niets gewijzigd"), "{told}");
}
