// Package storetest checks that a customer.Store honours its contract.
package storetest

import (
	"testing"
	"time"

	"portico/engine/customer"
)

// Fixture is one empty store with the default lifetimes, and its clock.
type Fixture struct {
	Store   customer.Store
	Now     func() time.Time
	Advance func(d time.Duration) // moves Now on; never back
}

// Run checks every store made by open.
func Run(t *testing.T, open func(t *testing.T) Fixture) {
	for name, test := range map[string]func(*testing.T, suite){
		"CreatedIsFound":                  createdIsFound,
		"CreateOfWhatExistsFails":         createOfWhatExists,
		"GetReturnsACopy":                 getReturnsACopy,
		"UnknownIsNotFound":               unknownIsNotFound,
		"SaveMovesVersionAndTouched":      saveMovesOn,
		"SaveOfAnOldCopyConflicts":        saveOfAnOldCopy,
		"SaveOfWhatIsGoneIsNotFound":      saveOfWhatIsGone,
		"BlobsComeBack":                   blobsComeBack,
		"DroppedBlobsAreErased":           droppedBlobs,
		"UnknownBlobIsNotFound":           unknownBlob,
		"BlobNeverAttachedFails":          blobNeverAttached,
		"LoserOfAConflictLeavesTheWinner": loserLeavesTheWinner,
		"DeleteIsIdempotent":              deleteIsIdempotent,
		"DeletedIDCanBeCreatedAgain":      deletedCanComeAgain,
		"ListIsOldestFirst":               listIsOldestFirst,
		"UnfinishedExpires":               unfinishedExpires,
		"FinishedExpires":                 finishedExpires,
		"SavingProlongs":                  savingProlongs,
		"LatestEndsWhatSavingProlongs":    latestEnds,
		"SweepErasesTheExpiredOnly":       sweepErases,
		"ExpiredIDCanBeCreatedAgain":      expiredCanComeAgain,
		"OneOfManyConcurrentSavesWins":    oneSaveWins,
		"CustomersAreIndependent":         independent,
		"CancelledContext":                cancelledContext,
	} {
		t.Run(name, func(t *testing.T) { test(t, suite{t, open(t)}) })
	}
}

type suite struct {
	t *testing.T
	Fixture
}

func (s suite) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// create stores a new customer.
func (s suite) create(id string) *customer.Customer {
	s.t.Helper()
	c := customer.New(id, s.Now())
	s.ok(s.Store.Create(s.t.Context(), c))
	return c
}

func (s suite) get(id string) *customer.Customer {
	s.t.Helper()
	c, err := s.Store.Get(s.t.Context(), id)
	s.ok(err)
	return c
}

func (s suite) save(c *customer.Customer) {
	s.t.Helper()
	s.ok(s.Store.Save(s.t.Context(), c))
}

// takeSelfie attaches a picture that replaces the one before.
func takeSelfie(c *customer.Customer, jpeg string) customer.Blob {
	c.Selfie = &customer.Selfie{Image: c.Attach([]byte(jpeg))}
	return c.Selfie.Image
}

const (
	anna  = "0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f01"
	boris = "1c9a7d42-2f6b-4b0e-8a71-6c0d2b1e9f02"
	clara = "2d7b8e51-9c4d-4e2f-b1c6-7d1e3c2fa003"
)
