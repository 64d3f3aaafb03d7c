UPDATE import SET state = 'interrupted' WHERE state = 'running'
