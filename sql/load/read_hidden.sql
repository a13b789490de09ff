-- One row is one wire story of which nothing may be seen for now: its newest version is withheld.
select article_id
from wire_stories
where status = 'withheld'
order by article_id;
