//! What a finding is known by from one run to the next: not its line, and not the language in which it was said.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Pipeline;
use crate::record::places::Located;

/// A fingerprint for each finding, no two the same: of its rule, its file, what it is about and its key.
/// Where two agree in all of these, the second of the file is told apart by being the second.
pub fn fingerprints(findings: &[&Located], pipeline: &Pipeline<'_>) -> Vec<String> {
    let mut twins: BTreeMap<[&str; 4], u64> = BTreeMap::new();
    let mut given = BTreeSet::new();
    findings
        .iter()
        .map(|located| {
            let finding = &located.finding;
            let about = finding.about.as_deref().unwrap_or_default();
            let parts = [finding.rule, finding.at.file.as_str(), about, located.key.as_deref().unwrap_or_default()];
            let count = twins.entry(parts).or_default();
            // Names in a record are free, so somebody may look for two that hash alike: then the next number is taken.
            loop {
                let hash = hash(pipeline.folder, parts, *count);
                *count += 1;
                if given.insert(hash) {
                    return format!("{hash:032x}");
                }
            }
        })
        .collect()
}

/// FNV-1a over 128 bits: the same on every machine and in every version, which the hashes of the standard library are not.
fn hash(folder: &str, parts: [&str; 4], count: u64) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0100_0000_0000_0000_013b;
    let [rule, file, about, key] = parts;
    let path = format!("{folder}{file}");
    let mut hash = BASIS;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u128::from(*byte)).wrapping_mul(PRIME);
        }
    };
    for part in [rule, &path, about, key] {
        // The length goes first, so that no part can pass for the end of another.
        add(&(part.len() as u64).to_le_bytes());
        add(part.as_bytes());
    }
    add(&count.to_le_bytes());
    hash
}
