package face

import "errors"

var (
	// ErrNoTemplate says that a face was found but could not be described.
	ErrNoTemplate = errors.New("the face cannot be described")
	// ErrNoNetwork says that the network for it was not given: the policy for
	// models forbids it.
	ErrNoNetwork = errors.New("models.policy allows no network for it")
)
