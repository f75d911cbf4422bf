//! Several writers at once: nothing is lost, and whoever waits in vain learns for whom.

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use commons::save::{recover, save};

use crate::program::{Dice, Fresh};
use crate::save::{change, child, run, tree};

/// Two files that count together.
const PAIR: [&str; 2] = ["notes/a", "notes/b"];

fn counted(root: &Path) -> [String; 2] {
    PAIR.map(|path| fs::read_to_string(root.join(path)).expect("it is there"))
}

/// Adds one to both files, so many times; again where somebody else was first.
pub fn count(root: &Path, times: u32) -> anyhow::Result<()> {
    let mut done = 0;
    while done < times {
        let now = counted(root);
        let next = now.each_ref().map(|text| text.parse().map_or(String::new(), |number: u32| (number + 1).to_string()));
        let changes = [0, 1].map(|at| change(PAIR[at], Some(&now[at]), Some(&next[at])));
        match save(root, &changes) {
            Ok(()) => done += 1,
            Err(error) => {
                let said = format!("{error:#}");
                let first = ["changed by somebody else", "another command is writing"];
                anyhow::ensure!(first.iter().any(|words| said.contains(words)) && said.starts_with("nothing was changed"), said);
            }
        }
    }
    Ok(())
}

fn at_zero() -> Fresh {
    let fresh = Fresh::new();
    for path in PAIR {
        fresh.write(path, "0");
    }
    fresh
}

#[test]
fn two_writers_a_hundred_times_each_lose_nothing() {
    let fresh = at_zero();
    let mut both = [(); 2].map(|()| child(fresh.path(), "100").stderr(Stdio::inherit()).spawn().expect("it can be started"));
    // A third command looks meanwhile, and takes nothing away that the others need.
    let mut looked = 0;
    while both.iter_mut().any(|one| one.try_wait().expect("it is ours").is_none()) {
        match recover(fresh.path()) {
            Ok(said) => assert_eq!(said, None, "nobody was broken off"),
            Err(error) => assert!(format!("{error:#}").contains("another command is writing"), "{error:#}"),
        }
        looked += 1;
    }
    for mut one in both {
        assert!(one.wait().expect("it is ours").success());
    }
    assert_eq!(counted(fresh.path()), ["200", "200"]);
    assert!(!fresh.at(".commons").exists(), "{:?}", tree(fresh.path()).keys());
    println!("two writers, 100 times each: 200 saved, 0 lost; a third looked {looked} times");
}

#[test]
fn writers_that_are_killed_at_any_moment_leave_both_files_or_none() {
    let fresh = at_zero();
    let mut dice = Dice::new(4);
    let mut last = 0;
    for round in 0..60 {
        let mut both = [(); 2].map(|()| child(fresh.path(), "1000000").stderr(Stdio::null()).spawn().expect("it can be started"));
        std::thread::sleep(Duration::from_millis(20 + dice.below(60) as u64));
        for one in &mut both {
            one.kill().expect("it is ours");
            one.wait().expect("it is ours");
        }
        recover(fresh.path()).unwrap_or_else(|error| panic!("round {round}: {error:#}"));
        let [a, b] = counted(fresh.path());
        let now: u32 = a.parse().expect("it is a number");
        assert!(a == b && now >= last, "round {round}: {a} and {b}, {last} before");
        assert!(!fresh.at(".commons").exists(), "{:?}", tree(fresh.path()).keys());
        last = now;
    }
    assert!(last > 0, "nobody came to anything");
    println!("two writers killed 60 times at random after {last} saves: 0 lost");
}

#[test]
fn who_waits_in_vain_learns_for_whom() {
    let fresh = at_zero();
    fs::create_dir(fresh.at(".commons")).expect("a folder can be made");
    fresh.write(".commons/lock", "`commons set x`, process 1234, since 2026-10-01 09:00:00");
    let lock = File::open(fresh.at(".commons/lock")).expect("it is there");
    lock.lock().expect("nobody else holds it");
    let before = tree(fresh.path());
    let asked = Instant::now();
    let error = save(fresh.path(), &[change("notes/a", Some("0"), Some("1"))]).expect_err("another holds the lock");
    let (said, waited) = (format!("{error:#}"), asked.elapsed());
    assert!(said.contains(": `commons set x`, process 1234, since 2026-10-01 09:00:00; wait until it has ended"), "{said}");
    assert!(waited > Duration::from_millis(1900) && waited < Duration::from_secs(10), "{waited:?}");
    assert_eq!(recover(fresh.path()).expect("no file has been touched"), None);
    assert_eq!(tree(fresh.path()), before);
    // The process is gone, its file is not.
    drop(lock);
    save(fresh.path(), &[change("notes/a", Some("0"), Some("1"))]).expect("nobody holds the lock");
    assert!(!fresh.at(".commons").exists());
}

#[test]
fn a_lock_says_who_holds_it() {
    let fresh = at_zero();
    let mut command = child(fresh.path(), "1");
    let calls = super::faults::calls(&mut child(fresh.path(), "1"), fresh.path());
    let at = calls.iter().position(|(call, path)| call == "rename" && path == ".commons/journal").expect("there is a journal") + 1;
    super::faults::at(&mut command, fresh.path(), at, super::How::Kill);
    assert_eq!(run(&mut command).0, None);
    let said = fs::read_to_string(fresh.at(".commons/lock")).expect("the lock of the dead is there");
    assert!(said.contains("save::in_a_process_of_its_own") && said.contains(", process ") && said.contains(", since 20"), "{said}");
    let said = recover(fresh.path()).expect("it can be undone").expect("it was begun");
    assert!(said.en.contains("broken off before it changed anything"), "{said:?}");
    assert_eq!(counted(fresh.path()), ["1", "1"]);
}
