package disserver

import (
	"errors"

	"portico/engine/customer"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/sync/disapi"
	"portico/sync/download"
)

// problem is an error that the client is told about.
type problem struct {
	code    disapi.ErrorCode
	message string
}

// Error implements error.
func (p *problem) Error() string { return string(p.code) + ": " + p.message }

// errBusy says that a request waited too long for its turn.
var errBusy = errors.New("no recognition was free in time")

// errTooFast says that a token makes more requests than it may.
var errTooFast = errors.New("too many requests of one token")

// known are the errors of other packages that a client can do something about.
var known = []struct {
	err error
	as  problem
}{
	{customer.ErrNotFound, problem{disapi.NotFound, "there is no such customer, or it has expired"}},
	{customer.ErrExists, problem{disapi.AlreadyExists, "the id is taken"}},
	{customer.ErrConflict, problem{disapi.Conflict, "the customer was changed by another request meanwhile"}},
	{imaging.ErrEmpty, problem{disapi.InvalidImage, "the picture is empty"}},
	{imaging.ErrFormat, problem{disapi.InvalidImage, "not a JPEG or PNG picture"}},
	{imaging.ErrTooLarge, problem{disapi.InvalidImage, "the picture is too large"}},
	{imaging.ErrCorrupt, problem{disapi.InvalidImage, "the picture is damaged or incomplete"}},
	{face.ErrNoNetwork, *errNotComputed},
	{face.ErrTemplateCorrupt, problem{disapi.CorruptedTemplate, "the face template is damaged"}},
	{face.ErrTemplateVersion, problem{disapi.UnsupportedVersionTemplate, "the face template is of another version"}},
	{download.ErrMalformed, problem{disapi.MalformedURL, "url: not the address of a picture"}},
	{download.ErrRefused, problem{disapi.DataDownloadError, "url: this server fetches nothing from there"}},
	{download.ErrFailed, problem{disapi.DataDownloadError, "url: the picture could not be fetched"}},
	{errBusy, problem{disapi.TooManyRequests, "too busy; try again later"}},
	{errTooFast, problem{disapi.TooManyRequests, "too many requests; try again later"}},
}

// problemOf is the one place where an error becomes an answer of the contract.
func problemOf(err error) *problem {
	var p *problem
	if errors.As(err, &p) {
		return p
	}
	for _, k := range known {
		if errors.Is(err, k.err) {
			return &k.as
		}
	}
	return &problem{disapi.UnexpectedError, "the server could not do this; its log says why"}
}
