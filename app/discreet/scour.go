package discreet

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// largestFilled is the size in bytes of the largest objects that Scour fills in
// for. Those of more are soon alone in their pages, which are given back.
const largestFilled = 8 << 10

// Scour overwrites what the program has dropped, as far as the collector knows
// that, and gives the memory back to the system. It takes some tenths of a
// second of one core. It is safe for concurrent use.
//
// What the collector frees keeps its content until it is given out anew, zeroed.
// So objects of every size are asked for until they must have taken all that was
// free. Objects with pointers are left out: words and pictures lie in those
// without.
func Scour() {
	runtime.GC()
	runtime.GC() // what pools keep survives one
	free := []metrics.Sample{{Name: "/memory/classes/heap/unused:bytes"}}
	metrics.Read(free)
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	for _, class := range stats.BySize {
		if class.Size > 0 && class.Size <= largestFilled {
			fill(int(class.Size), int(free[0].Value.Uint64()))
		}
	}
	debug.FreeOSMemory()
}

// fill asks for so many bytes in objects of one size, all alive at once.
func fill(size, bytes int) {
	all := make([]*byte, bytes/size)
	for i := range all {
		all[i] = &make([]byte, size)[0]
	}
	runtime.KeepAlive(all)
}
