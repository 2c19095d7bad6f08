package disserver

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"portico/engine/customer"
	"portico/engine/face"
	"portico/sync/disapi"
	"portico/sync/store"
)

// faceLife is how long a face that belongs to no customer is kept, as findings
// and a crop: its picture is not kept.
const faceLife = 10 * time.Minute

type storedFace struct {
	Face     face.Face       `json:"face"` // without its mesh
	Template face.Template   `json:"template,omitempty"`
	About    face.Attributes `json:"about"`
	Quality  face.Quality    `json:"quality"`
	Visible  float64         `json:"visible"` // share of the token box inside the picture
	Crop     []byte          `json:"crop"`    // JPEG

	// What not every engine computes; nil was not computed.
	Scores *face.Scores    `json:"scores,omitempty"`
	Wears  *face.Wearables `json:"wears,omitempty"`
	Bare   []byte          `json:"bare,omitempty"` // JPEG of the crop without background
}

// faceItem names a face on the shelf: to other bearers it is not there.
func faceItem(ctx context.Context, id string) string { return "face/" + owner(ctx) + "/" + id }

func (s *server) keepFace(ctx context.Context, id string, f storedFace) error {
	value, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return s.Shelf.Put(ctx, faceItem(ctx, id), &store.Item{Value: value, Ends: s.Clock().Add(faceLife)})
}

// face returns the face of an id as it stands in a path.
func (s *server) face(ctx context.Context, text string) (f storedFace, err error) {
	id, err := parseID(text)
	if err != nil {
		return f, err
	}
	item, err := s.Shelf.Fetch(ctx, faceItem(ctx, id.String()))
	if errors.Is(err, customer.ErrNotFound) {
		return f, &problem{disapi.NotFound, "there is no such face, or it has expired"}
	}
	if err == nil {
		err = json.Unmarshal(item.Value, &f)
	}
	return f, err
}
