//! Whether the token endpoint answers: for `docgate/doctor`.

use std::rc::Rc;

use super::calls::Clerk;
use super::desk::Desk;
use crate::browser::driver::{self, Keeper};
use crate::core::error::{Code, Error};
use crate::core::{inspection, metadata};

impl Desk {
    /// What is wrong with it; `None`: nothing. Never waits for `ready()`.
    pub(crate) async fn probe(self: &Rc<Desk>) -> Result<Option<Error>, Error> {
        let keeper: Rc<dyn Keeper> = Rc::new(Clerk(self.clone()));
        let settings = &self.settings;
        let metadata = match metadata::derived(settings, None) {
            Some(metadata) => metadata,
            None => {
                let request = metadata::request(settings);
                metadata::judge(driver::send(request, &keeper).await, settings)?
            }
        };
        // Whose people sign in elsewhere has none.
        if metadata.token_endpoint.is_empty() {
            return Err(Error::at(Code::NotSupported, "probe"));
        }
        let answers = driver::together(inspection::requests(&metadata, settings), &keeper).await;
        Ok(inspection::judge(answers, settings))
    }
}
