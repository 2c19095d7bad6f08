package disserver

import (
	"sync"
	"time"

	"portico/engine/face"
)

// Faces that belong to no customer live for a short time in memory, as
// findings and a crop: their picture is not kept.
const (
	faceLife  = 10 * time.Minute // since the last use
	mostFaces = 1000
	mostCrops = 256 << 20 // bytes of all crops
)

type storedFace struct {
	face     face.Face // without its mesh
	template face.Template
	about    face.Attributes
	quality  face.Quality
	visible  float64 // share of the token box inside the picture
	crop     []byte  // JPEG
	used     time.Time
}

// faceStore keeps faces by id. It is safe for concurrent use.
type faceStore struct {
	mu    sync.Mutex
	faces map[string]storedFace
	bytes int // of the crops
}

func newFaceStore() *faceStore { return &faceStore{faces: map[string]storedFace{}} }

// put keeps a face, at the cost of those unused for longest when there is no
// room.
func (s *faceStore) put(id string, f storedFace) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for other, g := range s.faces {
		if f.used.Sub(g.used) >= faceLife {
			s.drop(other)
		}
	}
	for len(s.faces) > 0 && (len(s.faces) >= mostFaces || s.bytes+len(f.crop) > mostCrops) {
		s.drop(s.oldest())
	}
	s.faces[id] = f
	s.bytes += len(f.crop)
}

func (s *faceStore) oldest() string {
	oldest := ""
	for id, f := range s.faces {
		if oldest == "" || f.used.Before(s.faces[oldest].used) {
			oldest = id
		}
	}
	return oldest
}

func (s *faceStore) drop(id string) {
	s.bytes -= len(s.faces[id].crop)
	delete(s.faces, id)
}

// get returns a face and prolongs its life.
func (s *faceStore) get(id string, now time.Time) (storedFace, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.faces[id]
	if !ok || now.Sub(f.used) >= faceLife {
		s.drop(id)
		return storedFace{}, false
	}
	f.used = now
	s.faces[id] = f
	return f, true
}

func (s *faceStore) remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(id)
}
