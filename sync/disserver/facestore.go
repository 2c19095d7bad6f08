package disserver

import (
	"sync"
	"time"

	"portico/engine/face"
)

// Faces that belong to no customer live for a short time in memory, as
// findings: their picture is not kept.
const (
	faceLife  = 10 * time.Minute // since the last use
	mostFaces = 1000
)

type storedFace struct {
	template face.Template
	about    face.Attributes
	used     time.Time
}

// faceStore keeps faces by id. It is safe for concurrent use.
type faceStore struct {
	mu    sync.Mutex
	faces map[string]storedFace
}

func newFaceStore() *faceStore { return &faceStore{faces: map[string]storedFace{}} }

// put keeps a face, at the cost of the one unused for longest when there is
// no room.
func (s *faceStore) put(id string, f storedFace) {
	s.mu.Lock()
	defer s.mu.Unlock()
	oldest := ""
	for other, g := range s.faces {
		if f.used.Sub(g.used) >= faceLife {
			delete(s.faces, other)
		} else if oldest == "" || g.used.Before(s.faces[oldest].used) {
			oldest = other
		}
	}
	if len(s.faces) >= mostFaces {
		delete(s.faces, oldest)
	}
	s.faces[id] = f
}

// get returns a face and prolongs its life.
func (s *faceStore) get(id string, now time.Time) (storedFace, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.faces[id]
	if !ok || now.Sub(f.used) >= faceLife {
		delete(s.faces, id)
		return storedFace{}, false
	}
	f.used = now
	s.faces[id] = f
	return f, true
}

func (s *faceStore) remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.faces, id)
}
