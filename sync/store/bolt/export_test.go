package bolt

import (
	"os"
	"reflect"
	"unsafe"

	"golang.org/x/sys/unix"
)

// CheckBolt is checkBolt.
var CheckBolt = checkBolt

// RecordFaults makes the n-th write of bbolt to the record file fail, in a way
// that a disk fails: Err after half of the data, or, with Sync, not before the
// fsync that follows the write. bbolt takes no file layer, so its own hook is
// reached by reflection and its file is exchanged under it.
type RecordFaults struct {
	FailAt int
	Err    error
	Sync   bool

	calls int
	file  *os.File
	saved int // copy of the file's descriptor while it is exchanged; 0: it is not
}

// Install begins to fail writes of s.
func (f *RecordFaults) Install(s *Store) error {
	db := reflect.ValueOf(s.db).Elem()
	hook := (*func([]byte, int64) (int, error))(unsafe.Pointer(db.FieldByName("ops").FieldByName("writeAt").UnsafeAddr()))
	f.file = *(**os.File)(unsafe.Pointer(db.FieldByName("file").UnsafeAddr()))
	write := *hook
	*hook = func(p []byte, off int64) (int, error) {
		if f.calls++; f.calls != f.FailAt {
			return write(p, off)
		}
		if !f.Sync {
			n, _ := write(p[:len(p)/2], off)
			return n, f.Err
		}
		n, err := write(p, off)
		return n, firstOf(err, f.exchange())
	}
	return nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// exchange puts a pipe, which cannot be synced, in the file's place.
func (f *RecordFaults) exchange() error {
	var pipe [2]int
	if err := unix.Pipe2(pipe[:], unix.O_CLOEXEC); err != nil {
		return err
	}
	saved, err := unix.FcntlInt(f.file.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return err
	}
	f.saved = saved
	return firstOf(unix.Dup3(pipe[1], int(f.file.Fd()), unix.O_CLOEXEC), unix.Close(pipe[0]), unix.Close(pipe[1]))
}

// Restore gives the file back; it must be called before the store is closed.
func (f *RecordFaults) Restore() error {
	if f.saved == 0 {
		return nil
	}
	return firstOf(unix.Dup3(f.saved, int(f.file.Fd()), unix.O_CLOEXEC), unix.Close(f.saved))
}

// Failed says whether the n-th write came.
func (f *RecordFaults) Failed() bool { return f.calls >= f.FailAt }
