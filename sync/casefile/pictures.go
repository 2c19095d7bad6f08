package casefile

import (
	"context"
	"fmt"
	"net/http" // for the types of pictures only
	"slices"

	"portico/engine/customer"
)

// picture is one picture of a case.
type picture struct {
	Name string        `json:"name"`
	Blob customer.Blob `json:"blob"` // what record.json calls it
	data []byte
}

// readPictures reads every picture that the record names, under names that say
// what they show.
func readPictures(ctx context.Context, c Case) ([]picture, error) {
	names := map[customer.Blob]string{}
	if d := c.Customer.Document; d != nil {
		for side, p := range d.Pages {
			for b, what := range map[customer.Blob]string{p.Photo: "photo", p.Normalized: "page", p.Face: "portrait"} {
				names[b] = fmt.Sprintf("document-%s-%s", side, what)
			}
		}
	}
	if s := c.Customer.Selfie; s != nil {
		names[s.Image] = "selfie"
	}
	if l := c.Customer.Liveness; l != nil {
		for i, s := range l.Selfies {
			names[s.Image] = fmt.Sprintf("liveness-%d-%s", i+1, s.Assertion)
		}
		for i, take := range l.Takes {
			names[take.Sealed] = fmt.Sprintf("record-%d-%s", i+1, take.Result.Kind)
		}
	}
	var all []picture
	for _, b := range slices.Sorted(slices.Values(c.Customer.Blobs())) {
		data, err := c.Blob(ctx, b)
		if err != nil {
			return all, fmt.Errorf("read picture %s: %w", b, err)
		}
		name := names[b]
		if name == "" {
			name = "file-" + string(b)
		}
		all = append(all, picture{"pictures/" + name + endings[http.DetectContentType(data)], b, data})
	}
	return all, nil
}

// endings are those of the types that a client may upload; anything else goes
// without.
var endings = map[string]string{"image/jpeg": ".jpg", "image/png": ".png"}
