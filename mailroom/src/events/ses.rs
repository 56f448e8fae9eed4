use domain::mail_event::MailEvent;
pub fn parse(_: &str) -> Result<Vec<MailEvent>, String> { Ok(vec![]) }
