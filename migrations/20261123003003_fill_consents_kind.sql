update consents set kind = 'link' where source like 'one-click in campaign %';
