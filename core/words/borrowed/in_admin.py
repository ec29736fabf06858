"""What Wagtail's lists, messages and checks say and have no Ukrainian for."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

TEXTS = (
    _("Item %(index)s of %(total)s"),
    _("Disable custom ordering"),
    _("Enable custom ordering"),
    _("Sort item order"),
    _("Checks"),
    _("Warnings"),
    _("Cancelled by %(cancelled_by)s"),
    _("More bulk actions"),
    _("at %(time)s by %(user_display_name)s"),
    _("at %(time)s"),
    _("%(time)s by %(user_display_name)s"),
    _("Changes requested %(finished_at)s"),
    _("Sent to %(task_name)s %(started_at)s"),
    _("Close modal dialogs (like this one)"),
    _("Save changes"),
    _("Add or show comments"),
    _("Text editing"),
    _("Text formatting"),
    _("Cut"),
    _("Paste"),
    _("Paste and match style"),
    _("Paste without formatting"),
    _("Insert or edit a link"),
    _("Monospace (code)"),
    _("Strike-through"),
    _("Application"),
    _("(blank)"),
    _("Sort by '%(label)s' in ascending order."),
    _("Sort by '%(label)s' in descending order."),
    _("'%(page_title)s' has been moved successfully."),
    _(
        "Focus on the drag button and press up or down arrows to move the item, then press "
        "enter to submit the change."
    ),
    _("Button text is empty"),
    _("Input button text is empty"),
    _("Use meaningful text for screen reader users"),
    _("Use a meaningful title for screen reader users"),
    _("Use meaningful text"),
    _("Empty heading found"),
    _("Table header text is empty"),
    _("Empty frame title found"),
    _("Incorrect heading hierarchy"),
    _("Avoid skipping levels"),
    _("Link text is empty"),
    _("Misusing paragraphs as headings"),
    _("Use proper heading tags"),
    _("Image alt text has inappropriate pattern"),
    _("Please provide an image description to comply with best practices for accessibility."),
    _("Meta description is empty"),
    _("Add a concise description for search engines"),
    _("%(classname)s object (%(id)s)"),
    _("%(model_name)s '%(title)s' is now unlocked."),
    _("%(model_name)s '%(object)s' is live and this version has been scheduled for publishing."),
    _("%(model_name)s '%(object)s' updated and published."),
    _("%(model_name)s '%(object)s' created and published."),
    _("%(model_name)s '%(object)s' has been submitted for moderation."),
    _("%(model_name)s '%(object)s' created and submitted for moderation."),
    _("Workflow on %(model_name)s '%(object)s' has been restarted."),
    _("Workflow on %(model_name)s '%(object)s' has been cancelled."),
    _(
        "You are viewing a previous version of this %(model_name)s from <b>%(created_at)s</b> "
        "by %(user)s"
    ),
    _("%(model_name)s '%(object)s' has been replaced with version from %(timestamp)s."),
    _("Version from %(timestamp)s of %(model_name)s '%(object)s' has been published."),
    _(
        "Version from %(timestamp)s of %(model_name)s '%(object)s' has been scheduled for "
        "publishing."
    ),
    _("New: %(model_name)s"),
    _("Create a new %(model_name)s"),
    _("There are validation errors, click save to highlight them."),
    _("The page could not be created due to validation errors."),
    _("The page could not be saved as it is locked."),
    _("The page could not be saved due to validation errors."),
    _("Compare"),
    _("If you confirm deletion"),
    _("the %(model_name)s will also be deleted"),
    _("prevents deletion"),
    _("may prevent deletion"),
    _("will do nothing"),
    _("will unset the reference"),
    _("Field"),
    _("(Private %(object)s)"),
    _("The %(model_name)s '%(title)s' is not currently awaiting moderation."),
    _(
        "The %(model_name)s '%(title)s' is not currently awaiting moderation in task "
        "'%(task_name)s'."
    ),
    _("%(parent_pages)s and %(child_pages)s have been deleted"),
    _("%(parent_pages)s and %(child_pages)s have been published"),
    _("%(parent_pages)s and %(child_pages)s have been unpublished"),
    _("Choose parent"),
    _("Choose another"),
    _("Date updated"),
    _("Edited by"),
    _("Anyone"),
    _("Exploring"),
    _("Placeholder title"),
    _("Aging pages"),
    _("By task"),
    _("By workflow"),
    _("By %(filter_title)s"),
    _("Show disabled"),
    _('Multi-word tags with spaces will automatically be enclosed in double quotes (").'),
    _("Tags can only consist of a single word, no spaces allowed."),
    _("- Select an option -"),
    _("Can submit translations"),
    _("Maximum filesize: %(max_upload_size)s."),
    _("The document could not be created due to errors."),
    _("The file could not be found. Please change the source or delete the document."),
    _(
        'Why not <a class="upload-one-now" href="#tab-upload" '
        'data-action="w-tabs#select:prevent" data-w-tabs-target="trigger" '
        'data-w-tabs-focus-param="true">upload one now</a>?'
    ),
    _(
        'Why not <a class="create-one-now" href="#tab-new" data-action="w-tabs#select:prevent" '
        'data-w-tabs-target="trigger" data-w-tabs-focus-param="true">create one now</a>?'
    ),
    _("Date cannot be in the future."),
    _("Invalid location coordinate, use Latitude and Longitude (example: 59.329,18.06858)"),
    _("Address has been successfully geo-coded"),
    _("Could not geocode address '%s'. The map may not be in sync with the address entered."),
    _("Enter a location"),
    _("Click here to initialize map"),
    _(
        "Not a valid .%(extension)s image. The extension does not match the file format "
        "(%(image_format)s)"
    ),
    _("Layout"),
    _("Grid layout"),
    _("List layout"),
    _("Image URL"),
    _("Copy URL"),
    _("Copied to clipboard"),
    _("Copying to clipboard failed"),
    _("The filter options you have selected are not valid."),
    _("<b>'{title}' was locked</b> by <b>you</b> on <b>{datetime}</b>."),
    _("<b>'{title}' is locked</b> by <b>you</b>."),
    _("<b>'{title}' was locked</b> by <b>{user}</b> on <b>{datetime}</b>."),
    _("<b>'{title}' is locked</b>."),
    _("This %(model_name)s is currently awaiting moderation."),
    _(
        "This {model_name} is awaiting <b>'{task_name}'</b> in the <b>'{workflow_name}'</b> "
        "workflow."
    ),
    _("Only reviewers for this task can edit the %(model_name)s."),
    _("Locked by workflow"),
    _("Reviewers can edit this %(model_name)s – lock it to prevent other reviewers from editing"),
    _("Only reviewers can edit and approve the %(model_name)s"),
    _("Delete selected snippets"),
    _("You don't have permission to delete this %(snippet_type_name)s"),
    _("You don't have permission to delete these %(snippet_plural_name)s"),
    _("Instances"),
    _("System default"),
    _("More contrast"),
    _("contrast"),
    _("Snug"),
    _("density"),
    _("Enable custom keyboard shortcuts specific to Wagtail."),
    _("Can view"),
    _("Last login"),
    _("Last used"),
    _("Never"),
    _("%(model_name)s scheduled for publishing at %(go_live_at)s"),
    _("%(model_name)s scheduled for publishing"),
    _("Usage count: (low to high)"),
    _("Usage count: (high to low)"),
    _("Is commenting action"),
    _("Actions (footer)"),
    _("App"),
    _(
        'See our <a href="%(guide_link)s" target="_blank">content checks guide</a> for more '
        "information on how content metrics are calculated."
    ),
    _(
        "JavaScript is required to use Wagtail, but it is currently disabled.<br /> Here are "
        'the <a href="https://www.enable-javascript.com/" target="_blank" '
        'rel="noreferrer">instructions how to enable JavaScript in your web browser</a>.'
    ),
)

COUNTED = (
    ngettext_lazy(
        "%(num_parent_objects)d page has been deleted",
        "%(num_parent_objects)d pages have been deleted",
    ),
    ngettext_lazy(
        "%(num_parent_objects)d page has been published",
        "%(num_parent_objects)d pages have been published",
    ),
    ngettext_lazy(
        "%(num_parent_objects)d page has been unpublished",
        "%(num_parent_objects)d pages have been unpublished",
    ),
    ngettext_lazy("%(num_parent_objects)d page", "%(num_parent_objects)d pages"),
    ngettext_lazy("%(num_child_objects)d child page", "%(num_child_objects)d child pages"),
    ngettext_lazy(
        "Include subtree (%(descendant_count)s page)",
        "Include subtree (%(descendant_count)s pages)",
    ),
    ngettext_lazy("%(count)d %(model_name)s deleted.", "%(count)d %(model_name)s deleted."),
    ngettext_lazy("Assign role to 1 user", "Assign role to %(counter)s users"),
    ngettext_lazy("Delete 1 user", "Delete %(counter)s users"),
    ngettext_lazy("Change active state for 1 user", "Change active state for %(counter)s users"),
)
