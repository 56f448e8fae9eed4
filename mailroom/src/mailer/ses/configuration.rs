//! Configuration sets: where SES's reports go.

use super::{
    Ses,
    account::{is_missing, refused},
};
use aws_sdk_sesv2::types::{EventDestination, EventDestinationDefinition, EventType, SnsDestination};
use domain::{
    outcome::{Reason, SendFault},
    ses::{ConfigurationSet, Destination, REPORTS_NEEDED},
};

/// The name of the destination that we make.
pub const DESTINATION: &str = "pabal";

impl Ses {
    /// The name of the set that letters go under.
    pub fn configuration_set(&self) -> Option<&str> {
        self.configuration_set.as_deref()
    }

    /// `None` where SES knows no set of this name.
    pub async fn read_set(&self, name: &str) -> Result<Option<ConfigurationSet>, SendFault> {
        let set = match self.desk.get_configuration_set().configuration_set_name(name).send().await {
            Ok(set) => set,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(refused(error)),
        };
        let asked = self.desk.get_configuration_set_event_destinations().configuration_set_name(name);
        let destinations = asked.send().await.map_err(refused)?;
        Ok(Some(ConfigurationSet {
            is_sending: set.sending_options().is_none_or(|options| options.sending_enabled()),
            destinations: destinations.event_destinations().iter().map(destination).collect(),
        }))
    }

    pub async fn create_set(&self, name: &str) -> Result<(), SendFault> {
        self.desk.create_configuration_set().configuration_set_name(name).send().await.map(drop).map_err(refused)
    }

    /// Has every kind of report that is needed go to the topic. `is_there`: our destination exists, and is mended.
    pub async fn send_reports_to(&self, set: &str, topic: &str, is_there: bool) -> Result<(), SendFault> {
        let sns = SnsDestination::builder().topic_arn(topic).build();
        let sns = sns.map_err(|error| SendFault::Never(Reason::new("request", error.to_string())))?;
        let definition = EventDestinationDefinition::builder()
            .enabled(true)
            .set_matching_event_types(Some(REPORTS_NEEDED.into_iter().map(EventType::from).collect()))
            .sns_destination(sns)
            .build();
        match is_there {
            true => {
                let update = self.desk.update_configuration_set_event_destination().configuration_set_name(set);
                let update = update.event_destination_name(DESTINATION).event_destination(definition);
                update.send().await.map(drop).map_err(refused)
            }
            false => {
                let create = self.desk.create_configuration_set_event_destination().configuration_set_name(set);
                let create = create.event_destination_name(DESTINATION).event_destination(definition);
                create.send().await.map(drop).map_err(refused)
            }
        }
    }
}

fn destination(found: &EventDestination) -> Destination {
    Destination {
        name: found.name().to_owned(),
        is_enabled: found.enabled(),
        topic: found.sns_destination().map(|sns| sns.topic_arn().to_owned()),
        kinds: found.matching_event_types().iter().map(|kind| kind.as_str().to_owned()).collect(),
    }
}
