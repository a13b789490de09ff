-- Removes all aliases: they are computed anew from all links.
delete from article_alias;
