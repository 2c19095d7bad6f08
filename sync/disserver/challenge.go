package disserver

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"slices"
	"strings"

	"portico/engine/liveness"
	"portico/sync/disapi"
)

// gazeSteps is how many corners a challenge has, as in the contract's example.
const gazeSteps = 5

// gazePrefix is what the assertion of a corner has before the corner's name.
const gazePrefix = "EYE_GAZE_"

// putChallenge draws corners to look at. The contract has words for no other
// kind of challenge. It is not kept: the contract holds only sealed records to
// it, which are of no use here, and never selfies.
func (s *server) putChallenge(r *http.Request) (any, error) {
	kind, err := s.livenessKind(r)
	if err != nil {
		return nil, err
	}
	if kind != liveness.EyeGaze {
		return nil, badBody("type: only " + string(liveness.EyeGaze) + " has a challenge")
	}
	if _, err := s.withLiveness(r); err != nil {
		return nil, err
	}
	asked, err := drawCorners(s.Random)
	if err != nil {
		return nil, err
	}
	var out disapi.LivenessChallengeResponse
	for _, a := range asked {
		out.Details.Corners = append(out.Details.Corners, strings.TrimPrefix(string(a), gazePrefix))
	}
	return out, nil
}

// drawCorners returns corners of which no two neighbours are the same: the
// gaze must move each time.
func drawCorners(random io.Reader) ([]liveness.Assertion, error) {
	var asked []liveness.Assertion
	for len(asked) < gazeSteps {
		choice := []liveness.Assertion{liveness.GazeTopLeft, liveness.GazeTopRight, liveness.GazeBottomLeft, liveness.GazeBottomRight}
		if n := len(asked); n > 0 {
			choice = slices.DeleteFunc(choice, func(a liveness.Assertion) bool { return a == asked[n-1] })
		}
		i, err := rand.Int(random, big.NewInt(int64(len(choice))))
		if err != nil {
			return nil, fmt.Errorf("draw a challenge: %w", err)
		}
		asked = append(asked, choice[i.Int64()])
	}
	return asked, nil
}
