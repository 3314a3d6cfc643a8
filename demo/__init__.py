"""A district that does not exist, with people who don't, so that the house can be looked at while it works.

The storey on top of all: it sees every other one and nobody sees it. What it shows is made by the same moves as
everything else, by the people whose moves they are, on past working days; it writes no stage and no history itself.

`diary` says when, `district` who, `texts` what about, `papers` makes the files, `story` tells how a round goes, and
`load` puts it together. `canaries` makes another district, in which every secret can be told from every other.
"""
