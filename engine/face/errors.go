package face

import "errors"

// ErrNoTemplate says that a face was found but could not be described: too
// small, covered or turned too far away.
var ErrNoTemplate = errors.New("the face cannot be described")
