use super::{SesDesk, part, request, said};
use crate::{Mailroom, Result};
use domain::ses::{Part, Reports, ReportsState, SesParts, reports_state};

pub(super) async fn parts(mailroom: &Mailroom, desk: &SesDesk) -> Result<SesParts> {
    // one after the other: AWS answers one such question a second
    let account = part(desk.ses.read_account().await);
    let identities = part(desk.ses.identities().await);
    let reports = reports(desk).await;
    let request = match &account {
        Ok(account) if !account.is_production => {
            let hears = reports.as_ref().is_ok_and(|reports| reports.state == ReportsState::Good);
            Some(request::written(mailroom, hears).await?)
        }
        Ok(_) | Err(_) => None,
    };
    Ok(SesParts { account, identities, reports, request })
}

async fn reports(desk: &SesDesk) -> Part<Reports> {
    let topics = desk.topics.clone();
    let Some(name) = desk.ses.configuration_set() else {
        return Ok(Reports { name: None, state: ReportsState::Unnamed, set: None, topics });
    };
    let set = desk.ses.read_set(name).await.map_err(said)?;
    Ok(Reports { name: Some(name.to_owned()), state: reports_state(set.as_ref()), set, topics })
}
