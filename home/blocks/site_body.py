"""The body of the site's own pages."""

from core.blocks import BodyBlock
from core.blocks.body import LINKS
from home.blocks.sign_up import SignUpBlock


class SiteBodyBlock(BodyBlock):
    """What every body may hold, and the sign-up form."""

    sign_up = SignUpBlock(group=LINKS)
