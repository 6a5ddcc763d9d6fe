//! Who may sign: each key readable, and one person's only.

use super::Checker;
use crate::domain::plan::signing_key::key;
use crate::domain::record::Path;

impl Checker<'_> {
    pub(super) fn signers(&mut self) {
        let signers = Path::of("signers");
        let mut known: Vec<(String, &str)> = Vec::new();
        for (place, signer) in self.plan.signers.iter().enumerate() {
            let here = signers.index(place);
            if signer.person.trim().is_empty() {
                self.error("plan/bad-value", here.key("person"), "a key needs a person");
            }
            let here = here.key("key");
            match key(&signer.key) {
                Err(error) => {
                    self.error(
                        "plan/bad-value",
                        here,
                        format!("`{}` is {error}", signer.key),
                    );
                }
                Ok(key) => match known.iter().find(|(other, _)| *other == key) {
                    Some((_, owner)) => {
                        let message = format!(
                            "this key already belongs to {owner}; each key must belong to one person"
                        );
                        self.error("plan/bad-value", here, message);
                    }
                    None => known.push((key, &signer.person)),
                },
            }
        }
    }
}
