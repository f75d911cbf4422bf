//! Objects that are read without a process, in all the ways in which git keeps them, are what git itself gives.

use std::fs;

use chrono_tz::UTC;
use commons::source::git::walk::walk;
use commons::source::git::{Commit, Tree, read, resolve};

use super::{Bench, names, text};
use crate::program::Dice;

/// What there is at every commit, largest files aside.
fn everything(bench: &Bench, path: &str, commits: &[String]) -> Vec<Tree> {
    commits.iter().map(|id| bench.tree(path, id)).collect()
}

/// The same, asked of git: a clone that borrows its objects has none of its own.
fn lent(bench: &Bench, path: &str, commits: &[String]) -> Vec<Tree> {
    let to = format!("{path}-lent");
    bench.git("", &["clone", "-q", "--shared", "--no-checkout", path, &to]);
    let own = bench.git(&to, &["count-objects", "-v"]);
    assert!(own.starts_with("count: 0\n") && own.contains("\nin-pack: 0\n"), "{own}");
    everything(bench, &to, commits)
}

fn assert_same(ours: &[Tree], gits: &[Tree], how: &str) {
    for (ours, gits) in ours.iter().zip(gits) {
        assert!(names(ours) == names(gits) && !ours.blobs.is_empty(), "{how}");
        for (blob, other) in ours.blobs.iter().zip(&gits.blobs) {
            let path = String::from_utf8_lossy(&blob.path);
            assert_eq!((blob.mode, blob.size), (other.mode, other.size), "{how}: {path}");
            assert_eq!(ours.bytes.of(&blob.held), gits.bytes.of(&other.held), "{how}: {path}");
        }
    }
}

/// Commits in which every file is a little other than before, and some are larger than what is read.
fn history(bench: &Bench, path: &str) -> Vec<String> {
    let commit = |round: usize| {
        for number in 0..40 {
            let lines = (0..20 + number).map(|line| format!("{line} = \"{}\"\n", line * 7919 + number * round / (line + 1)));
            bench.write(&format!("{path}/roles/{}/{number}.toml", number % 3), lines.collect::<String>());
        }
        bench.write(&format!("{path}/empty.toml"), "");
        bench.commit(path, &format!("0{}-01", round + 1))
    };
    (0..5).map(commit).collect()
}

#[test]
fn every_way_of_keeping_objects_reads_alike() {
    let bench = Bench::new();
    for (name, format, settings) in [
        ("offsets", "sha1", "repack.useDeltaBaseOffset=true"),
        ("names", "sha1", "repack.useDeltaBaseOffset=false"),
        ("long", "sha256", "pack.depth=50"),
    ] {
        bench.git("", &["init", "-q", "-b", "main", "--object-format", format, name]);
        let commits = history(&bench, name);
        let gits = lent(&bench, name, &commits);
        assert_same(&everything(&bench, name, &commits), &gits, "with files of their own");
        bench.git(name, &["-c", settings, "repack", "-q", "-a", "-d", "-f"]);
        assert_same(&everything(&bench, name, &commits), &gits, name);
        let packs: Vec<_> = fs::read_dir(bench.at(name).join(".git/objects/pack")).expect("it is a folder").flatten().collect();
        let index = packs.iter().map(|entry| entry.path().display().to_string()).find(|path| path.ends_with(".idx")).expect("it is packed");
        assert!(bench.git(name, &["verify-pack", "-v", &index]).contains("chain length = 1: "), "{name}");
    }
}

/// Names that git sorts in another way as folders than as files.
const NAMES: [&str; 6] = ["a", "a-b", "a.toml", "a0", "ab", "ü"];

/// A history in which files and folders take each other's places, come and go, become links, may be run, and are merged.
fn shuffled(bench: &Bench, path: &str, seed: u64) {
    let mut dice = Dice::new(seed);
    bench.init(path);
    let branch = |dice: &mut Dice| if dice.below(4) == 0 { "side" } else { "main" };
    bench.write(&format!("{path}/record/commons.toml"), "");
    bench.commit(path, "01-01");
    bench.git(path, &["branch", "side"]);
    for round in 0..24 {
        bench.git(path, &["checkout", "-q", "-f", branch(&mut dice)]);
        for _ in 0..=dice.below(3) {
            let depth = 1 + dice.below(3);
            let name = (0..depth).map(|_| *dice.one_of(&NAMES)).collect::<Vec<_>>().join("/");
            let at = bench.at(&format!("{path}/record/{name}"));
            let taken = at.ancestors().skip(1).find(|folder| folder.is_file() || folder.is_symlink()).unwrap_or(&at);
            let _ = fs::remove_file(taken).or_else(|_| fs::remove_dir_all(taken));
            match dice.below(6) {
                0 => {}
                1 => {
                    fs::create_dir_all(at.parent().expect("it is in a folder")).expect("folders can be made");
                    std::os::unix::fs::symlink("../x", &at).expect("a link can be made");
                }
                how => {
                    bench.write(&format!("{path}/record/{name}"), format!("{}", dice.below(3)));
                    let mode = std::os::unix::fs::PermissionsExt::from_mode(if how == 2 { 0o755 } else { 0o644 });
                    fs::set_permissions(&at, mode).expect("it is ours");
                }
            }
        }
        bench.commit(path, &format!("02-{:02}", round + 1));
        if dice.below(6) == 0 {
            bench.git(path, &["checkout", "-q", "-f", "main"]);
            let merged = bench.git(path, &["commit-tree", "side^{tree}", "-p", "main", "-p", "side", "-m", "merged"]);
            bench.git(path, &["reset", "-q", "--hard", &merged]);
        }
    }
    bench.git(path, &["checkout", "-q", "-f", "main"]);
}

#[test]
fn what_commits_changed_is_what_git_tells() {
    let bench = Bench::new();
    for seed in 0..12 {
        let (path, lent) = (format!("r{seed}"), format!("r{seed}-lent"));
        shuffled(&bench, &path, seed);
        bench.git("", &["clone", "-q", "--shared", "--no-checkout", &path, &lent]);
        let walked = |path: &str| {
            let tip = resolve(&bench.at(path), "HEAD", UTC).expect("it is there");
            walk(&bench.at(path), &Commit { prefix: "record/".to_owned(), ..tip }, |_| false).expect("it can be read")
        };
        let gits = walked(&lent);
        assert!(gits.steps.iter().map(|step| step.changes.len()).sum::<usize>() > 20, "{seed}");
        assert_eq!(walked(&path), gits, "{seed}: with files of their own");
        bench.git(&path, &["repack", "-q", "-a", "-d", "-f"]);
        assert_eq!(walked(&path), gits, "{seed}: packed");
    }
}

#[test]
fn a_damaged_pack_is_refused_or_gives_what_was_committed() {
    let bench = Bench::new();
    bench.init("r");
    let commits = history(&bench, "r").split_off(3);
    let whole = everything(&bench, "r", &commits);
    bench.git("r", &["repack", "-q", "-a", "-d"]);
    let folder = bench.at("r/.git/objects/pack");
    let files = || fs::read_dir(&folder).expect("it is a folder").flatten().map(|entry| entry.path());
    for ending in ["pack", "idx"] {
        let path = files().find(|path| path.extension().is_some_and(|is| is == ending)).expect("it is packed");
        let kept = fs::read(&path).expect("it can be read");
        let mut permissions = fs::metadata(&path).expect("it is there").permissions();
        #[expect(clippy::permissions_set_readonly_false, reason = "the folder goes with the test")]
        permissions.set_readonly(false);
        fs::set_permissions(&path, permissions).expect("it is ours");
        for at in (0..kept.len()).step_by(kept.len() / 20) {
            let mut damaged = kept.clone();
            damaged[at] ^= 0x55;
            // What an index says instead cannot be told from what it should: git believes it as well.
            fs::write(&path, if at % 3 == 0 || ending == "idx" { &kept[..at] } else { &damaged }).expect("it can be written");
            for (id, before) in commits.iter().zip(&whole) {
                let Ok(commit) = commons::source::git::resolve(&bench.at("r"), id, chrono_tz::UTC) else { continue };
                if let Ok(tree) = read(&bench.at("r"), &commit, 1000, |_| true) {
                    assert_same(&[tree], std::slice::from_ref(before), &format!("{ending}, byte {at}"));
                }
            }
        }
        fs::write(&path, &kept).expect("it can be written");
    }
}

#[test]
fn what_was_committed_is_read_and_not_what_replaces_it() {
    let bench = Bench::new();
    let [first, _, third] = bench.three();
    bench.git("r", &["replace", &format!("{third}:commons.toml"), &format!("{first}:commons.toml")]);
    bench.git("r", &["replace", &third, &first]);
    let tree = bench.tree("r", &third);
    assert_eq!(text(&tree, "commons.toml"), b"name = \"03-01\"\n");
    bench.git("", &["clone", "-q", "--shared", "--no-checkout", "r", "lent"]);
    bench.git("lent", &["fetch", "-q", "origin", "refs/replace/*:refs/replace/*"]);
    assert_eq!(text(&bench.tree("lent", &third), "commons.toml"), b"name = \"03-01\"\n");
}
