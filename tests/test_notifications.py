from nnfs_gui.notifications import Action, Kind, Notification, NotificationHub


def heard_by(hub):
    heard = []
    hub.posted.connect(heard.append)
    return heard


def test_the_hub_passes_on_what_is_posted(qapp):
    hub = NotificationHub()
    heard = heard_by(hub)
    message = Notification("Saved.", Kind.INFO)
    hub.post(message)
    assert heard == [message]


def test_each_kind_has_its_own_way_in(qapp):
    hub = NotificationHub()
    heard = heard_by(hub)
    retry = Action("Retry", list)
    hub.info("One.")
    hub.warn("Two.", topic="rate")
    hub.error("Three.", details="trace", actions=(retry,))
    assert [message.kind for message in heard] == [Kind.INFO, Kind.WARN, Kind.ERROR]
    assert heard[2].details == "trace"
    assert heard[2].actions == (retry,)


def test_without_a_topic_the_text_is_the_topic():
    assert Notification("Saved.").key == "Saved."
    assert Notification("Saved.", topic="file").key == "file"


def test_a_withdrawn_topic_is_told(qapp):
    hub = NotificationHub()
    topics = []
    hub.withdrawn.connect(topics.append)
    hub.withdraw("diverged")
    assert topics == ["diverged"]
