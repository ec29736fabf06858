"""What Wagtail's editor of pages says and has no Ukrainian for."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

TEXTS = (
    _("You do not have permission to access the admin."),
    _("Minimum"),
    _("Maximum"),
    _("Usage count"),
    _("Filter by up to ten most popular tags."),
    _("Use server language: %(language_name)s"),
    _("Use server time zone"),
    _("Please select another parent."),
    _("Expiry date/time must be in the future."),
    _('You do not have permission to publish pages at "%(page_title)s"'),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _(
        "The slug '%(page_slug)s' is already in use within the parent page at "
        "'%(parent_url_path)s'."
    ),
    _(
        "The slug '%(page_slug)s' is already in use at the selected parent page. Make sure the "
        "slug is unique and try again."
    ),
    _("The new page will be a child of this given parent page."),
    _('You do not have permission to create a page under "%(page_title)s".'),
    _('You cannot create a page of type "%(page_type)s" under "%(page_title)s".'),
    _("Search…"),
    _("Search all pages…"),
    _("Default avatar"),
    _("Edit account avatar"),
    _("Go to the first error"),
    _("Select"),
    _("item"),
    _("items"),
    _("Can access Wagtail admin"),
    _(
        'The URL you entered, <a target="_blank" rel="noreferrer" '
        'href="%(submitted_url)s">%(submitted_url)s</a>, looks like it matches the internal '
        'page %(page)s, which has the URL <a target="_blank" rel="noreferrer" '
        'href="%(internal_url)s">%(internal_url)s</a>.'
    ),
    _(
        "Converting this to an internal link to %(page)s would make the link automatically "
        "update if the underlying page changes its URL. Would you like to do this?"
    ),
    _("Change privacy"),
    _("Privacy and access"),
    _("Privacy is inherited from the ancestor page - %(ancestor_page)s"),
    _("Changing the privacy for this page has been disabled."),
    _(
        "This %(model_name)s was marked as needing changes at <strong>%(task)s</strong> in "
        "<strong>%(workflow)s</strong>."
    ),
    _(
        "This page was marked as needing changes at <strong>%(task)s</strong> in "
        "<strong>%(workflow)s</strong>."
    ),
    _(
        "This %(model_name)s is currently at <strong>%(task)s</strong> in "
        "<strong>%(workflow)s</strong>."
    ),
    _("This page is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("Publishing this %(model_name)s will cancel the current workflow."),
    _("This %(model_name)s hasn't been submitted for moderation yet"),
    _("No pages/snippets have been submitted for moderation yet"),
    _('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'),
    _("There are no %(model_name)s to display."),
    _("No %(model_name)s match your query."),
    _("Sorry, no users match your query"),
    _('Why not <a href="%(url)s">add one</a>?'),
    _("Wagtail %(current_version)s editor guide"),
    _("Editor Guide"),
    _("What's new in Wagtail %(version)s"),
    _("Things in Wagtail %(version)s have changed!"),
    _("Your pages and snippets in a workflow"),
    _("Task submitted by"),
    _("Scheduling…"),
    _("Schedule to publish"),
    _("Sorry, you cannot create a page at this location."),
    _(
        "The root level is where you can add new sites to your Wagtail installation. Pages "
        "created here will not be accessible at any URL until they are associated with a site."
    ),
    _(
        "If you just want to add pages to an existing site, create them as children of the "
        "homepage instead."
    ),
    _(
        "Pages created here will not be accessible at any URL. To add pages to an existing "
        "site, create them as children of the homepage."
    ),
    _("%(range_start)s - %(range_end)s"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _(
        "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s in '<span "
        'class="w-title-ellipsis">%(title)s</span>\'.'
    ),
    _("No results across entire site."),
    _("No results in '<span class=\"w-title-ellipsis\">%(title)s</span>'."),
    _("Search in '<span class=\"w-title-ellipsis\">%(title)s</span>'"),
    _("Choose when this %(model_name)s should go live and/or expire"),
    _(
        'This publishing schedule will only take effect after you select the "Schedule to '
        'publish" option'
    ),
    _("Anyone with editing permissions can create schedules"),
    _("But only those with publishing permissions can make them effective."),
    _("Last published"),
    _("Last published by"),
    _("Last published at"),
    _("Last published before"),
    _("Last edited page"),
    _("Last edit"),
    _("Locked by <b>%(locked_by)s</b> at <b>%(locking_date)s</b>"),
    _("Locked at <b>%(locking_date)s</b>"),
    _("Locked by"),
    _("No page types found."),
    _("Page type"),
    _("Page types usage"),
    _("%(field_label)s:"),
    _("Saved"),
    _("Autosave is paused"),
    _("Autosave is <span>paused</span>"),
    _("Save your changes before leaving"),
    _("Saving will overwrite a newer version."),
    _("Toggle breadcrumbs"),
    _("Toggle section"),
    _("Toggle side panel"),
    _("Toggle sidebar"),
    _("Toggle minimap"),
    _("Toggle status"),
    _("Toggle comments"),
    _("Toggle checks"),
    _("Toggle preview"),
    _("Toggle all"),
    _("Minimap"),
    _("Side panels"),
    _("Side panel width"),
    _("Close dialog"),
    _("View latest version"),
    _("Currently idle"),
    _("Proceeding will overwrite the changes you made in that window."),
    _("Proceeding will overwrite the changes made by %(user_name)s."),
    _("Alternatively, you can view the latest version in a new tab."),
    _("A network error occurred"),
    _(
        "Troubleshoot your connection to the site before proceeding. Open the editor in a "
        "separate tab to view the last saved version."
    ),
    _("Show filters"),
    _("Filter by"),
    _("Any"),
    _("any"),
    _("account"),
    _("Keyboard shortcut"),
    _("Shortcuts"),
    _("Show keyboard shortcuts"),
    _("Section"),
    _("Keyboard shortcuts are currently disabled; manage your %(account_link)s to enable them."),
    _("Keyboard shortcuts are currently enabled; manage your %(account_link)s to disable them."),
    _("Visible to all. Visit the live page"),
    _("Visible to all"),
    _("Private. Visit the live page"),
    _("Show issue"),
    _("Issues found"),
    _("Content metrics"),
    _("Reading time"),
    _("Readability"),
    _("This data explained"),
    _("How we calculate our metrics"),
    _(
        "We extract the main content from the page preview, remove all formatting, and "
        "calculate the number of words."
    ),
    _(
        "We calculate reading time from word count, using different reading speeds for "
        "different languages."
    ),
    _(
        "We use a readability formula based on length of words and sentences. Long sentences "
        "and words result in a worse readability score."
    ),
    _("Locale: "),
    _("Available in %(translations_total)s locales"),
    _("No other translations"),
    _("Switch locales"),
    _("locale"),
    _("Locking: "),
    _("Page visibility: "),
    _("Status: "),
    _("Status %(status)s"),
    _("Once live anyone can view"),
    _("Not visible to the public"),
    _("Choose who can view the live version of this page"),
    _("Expiry:"),
    _("Edit schedule"),
    _("In Moderation"),
    _("View details"),
    _("To be created by %(user)s"),
    _("Invalid schedule"),
    _("Once scheduled:"),
    _("Preview in new tab"),
    _("Preview mode"),
    _("Preview in mobile size"),
    _("Preview in tablet size"),
    _("Preview in desktop size"),
    _("Preview for %(block_label)s (%(block_type)s)"),
    _("Loading"),
    _("One or more references to this %(model_name)s prevent it from being deleted."),
    _("%(action)s by <b>%(who)s</b> at <b>%(at)s</b>"),
    _("%(action)s at <b>%(at)s</b>"),
    _("%(action)s by <b>%(who)s</b>"),
    _("Sidebar"),
)

COUNTED = (
    ngettext_lazy(
        'Only pages of type "%(type)s" may be chosen for this field. Search results will exclude '
        "pages of other types.",
        "Only the following page types may be chosen for this field: %(type)s. Search results "
        "will exclude pages of other types.",
    ),
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy("Delete 1 page", "Delete %(counter)s pages"),
    ngettext_lazy(
        "This will also delete one more subpage.",
        "This will also delete %(counter)s more subpages.",
    ),
    ngettext_lazy(
        "The following page cannot be moved to %(dest_title)s",
        "The following pages cannot be moved to %(dest_title)s",
    ),
    ngettext_lazy("Publish 1 page", "Publish %(counter)s pages"),
    ngettext_lazy("This page has one subpage", "This page has %(counter)s subpages"),
    ngettext_lazy(
        "Deleting this page will also delete %(descendant_count)s child page.",
        "Deleting this page will also delete %(descendant_count)s more child pages.",
    ),
    ngettext_lazy(
        "It will also delete %(translation_count)s translation.",
        "It will also delete %(translation_count)s translations.",
    ),
    ngettext_lazy(
        "Deleting this page will also delete %(translation_count)s translation of this page.",
        "This will also delete %(descendant_count)s more child pages. Deleting this page will "
        "also delete %(translation_count)s translations of this page.",
    ),
    ngettext_lazy(
        "This will also move one translation of this page and its child pages",
        "This will also move %(translations_to_move_count)s translations of this page and their "
        "child pages",
    ),
    ngettext_lazy(
        "This will also unpublish one translation of the page.",
        "This will also unpublish all %(translation_count)s translations of the page.",
    ),
    ngettext_lazy(
        "This page has one subpage. Unpublish this too",
        "This page has %(live_descendant_count)s subpages. Unpublish these too",
    ),
    ngettext_lazy("There is one matching page", "There are %(counter)s matching pages"),
    ngettext_lazy("1 page", "%(counter)s pages"),
    ngettext_lazy("%(num_pages)d page", "%(num_pages)d pages"),
)
