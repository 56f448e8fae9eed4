-- dispatchers ask every half second who refused a topic lately
create index topic_choices_refused on topic_choices (at) where not subscribed;
