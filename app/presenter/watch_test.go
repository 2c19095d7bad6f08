package presenter_test

import (
	"bytes"
	"context"
	"image"
	"log/slog"
	"strings"
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/presenter"
	"portico/engine/face"
)

// blind is a finder of faces without its networks.
type blind struct{}

func (blind) Detect(context.Context, *image.RGBA) ([]face.Face, error) {
	return nil, face.ErrNoNetwork
}

func TestPicturesThatCannotBeMeasuredAreLoggedOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var log bytes.Buffer
		k := start(t, func(d *presenter.Deps) {
			d.Faces, d.Log = blind{}, slog.New(slog.NewTextHandler(&log, nil))
		})
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.LookUp)
		k.send(flow.Continue{})
		wait(5 * time.Second)
		if n := strings.Count(log.String(), face.ErrNoNetwork.Error()); n != 1 {
			t.Errorf("the log says it %d times in 5 s:\n%s", n, &log)
		}
	})
}
