INSERT INTO import (started_at, state) VALUES (?1, 'running')
