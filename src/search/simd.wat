;; The inner loops of the search, on 128 bits at a time. `simd.ts` wraps them for the rest of
;; the room and says what they compute; addresses and widths are in bytes, rows lie one after another.
;; `npm run build:simd` makes simd.wasm from this file, and a test holds the two against each other.
(module
  (memory (export "memory") 1)

  ;; For each of `rows` rows of `width` signed bytes at `stored` (width a multiple of 16): its product
  ;; with the row at `asked`, as one 32-bit integer each, from `out` on.
  (func (export "dots")
    (param $stored i32) (param $rows i32) (param $width i32) (param $asked i32) (param $out i32)
    (local $k i32) (local $sum v128) (local $a v128) (local $b v128)
    (block $done
      (loop $row
        (br_if $done (i32.eqz (local.get $rows)))
        (local.set $sum (v128.const i32x4 0 0 0 0))
        (local.set $k (i32.const 0))
        (loop $part
          (local.set $a (v128.load (i32.add (local.get $stored) (local.get $k))))
          (local.set $b (v128.load (i32.add (local.get $asked) (local.get $k))))
          ;; Bytes are at most 127: a product fits in 16 bits, and sums are taken in 32.
          (local.set $sum (i32x4.add (local.get $sum)
            (i32x4.add
              (i32x4.extadd_pairwise_i16x8_s (i16x8.extmul_low_i8x16_s (local.get $a) (local.get $b)))
              (i32x4.extadd_pairwise_i16x8_s (i16x8.extmul_high_i8x16_s (local.get $a) (local.get $b))))))
          (local.set $k (i32.add (local.get $k) (i32.const 16)))
          (br_if $part (i32.lt_u (local.get $k) (local.get $width))))
        (i32.store (local.get $out)
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
            (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $stored (i32.add (local.get $stored) (local.get $width)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (br $row))))

  ;; Adds to the float of each of `count` rows at `out` its own float at `weights` times `weight`. Which rows
  ;; those are is told at `rows`, 32 bits each.
  (func (export "spread")
    (param $rows i32) (param $weights i32) (param $count i32) (param $weight f32) (param $out i32)
    (local $at i32)
    (block $done
      (loop $row
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $at (i32.add (local.get $out) (i32.shl (i32.load (local.get $rows)) (i32.const 2))))
        (f32.store (local.get $at) (f32.add (f32.load (local.get $at))
          (f32.mul (local.get $weight) (f32.load (local.get $weights)))))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (local.set $weights (i32.add (local.get $weights) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $row))))

  ;; For each of `count` rows: the float that its integer at `products` has in the table around `middle`, to
  ;; `meaning`, and w * words + m * meaning + b * words * meaning, with its float at `words`, to `likeness`.
  (func (export "mix")
    (param $products i32) (param $middle i32) (param $words i32) (param $meaning i32) (param $likeness i32)
    (param $count i32) (param $w f32) (param $m f32) (param $b f32)
    (local $at i32) (local $near f32) (local $alike f32)
    (local.set $count (i32.shl (local.get $count) (i32.const 2)))
    (block $done
      (loop $row
        (br_if $done (i32.eq (local.get $at) (local.get $count)))
        (local.set $near (f32.load (i32.add (local.get $middle)
          (i32.shl (i32.load (i32.add (local.get $products) (local.get $at))) (i32.const 2)))))
        (local.set $alike (f32.load (i32.add (local.get $words) (local.get $at))))
        (f32.store (i32.add (local.get $meaning) (local.get $at)) (local.get $near))
        (f32.store (i32.add (local.get $likeness) (local.get $at))
          (f32.add (f32.mul (local.get $m) (local.get $near))
            (f32.mul (local.get $alike)
              (f32.add (local.get $w) (f32.mul (local.get $b) (local.get $near))))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $row))))

  ;; Adds up `rows` rows of `width` bytes of 16-bit integers at `votes` (width a multiple of 32), each
  ;; times its own float at `weights`, to one row of floats at `out`; sixteen columns at a time.
  (func (export "weigh")
    (param $votes i32) (param $rows i32) (param $width i32) (param $weights i32) (param $out i32)
    (local $column i32) (local $left i32) (local $at i32) (local $from i32) (local $weight v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $columns
      (local.set $a (v128.const f32x4 0 0 0 0))
      (local.set $b (v128.const f32x4 0 0 0 0))
      (local.set $c (v128.const f32x4 0 0 0 0))
      (local.set $d (v128.const f32x4 0 0 0 0))
      (local.set $at (i32.add (local.get $votes) (local.get $column)))
      (local.set $from (local.get $weights))
      (local.set $left (local.get $rows))
      (block $done
        (loop $row
          (br_if $done (i32.eqz (local.get $left)))
          (local.set $weight (v128.load32_splat (local.get $from)))
          (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $weight)
            (f32x4.convert_i32x4_s (v128.load16x4_s (local.get $at))))))
          (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $weight)
            (f32x4.convert_i32x4_s (v128.load16x4_s offset=8 (local.get $at))))))
          (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $weight)
            (f32x4.convert_i32x4_s (v128.load16x4_s offset=16 (local.get $at))))))
          (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $weight)
            (f32x4.convert_i32x4_s (v128.load16x4_s offset=24 (local.get $at))))))
          (local.set $at (i32.add (local.get $at) (local.get $width)))
          (local.set $from (i32.add (local.get $from) (i32.const 4)))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br $row)))
      (local.set $at (i32.add (local.get $out) (i32.shl (local.get $column) (i32.const 1))))
      (v128.store (local.get $at) (local.get $a))
      (v128.store offset=16 (local.get $at) (local.get $b))
      (v128.store offset=32 (local.get $at) (local.get $c))
      (v128.store offset=48 (local.get $at) (local.get $d))
      (local.set $column (i32.add (local.get $column) (i32.const 32)))
      (br_if $columns (i32.lt_u (local.get $column) (local.get $width)))))

  ;; Adds to the 64 by 64 doubles at `out` the products of 64 rows with 64 rows: out[i][j] += x[i] . y[j].
  ;; `x` and `y` are 64 addresses of rows each; of every row the 64 floats from `at` bytes on count. Two rows
  ;; by four columns, four floats at a time; what 64 products come to is a double from there on.
  (func (export "multiply") (param $x i32) (param $y i32) (param $at i32) (param $out i32)
    (local $i i32) (local $j i32) (local $k i32) (local $end i32) (local $o i32)
    (local $x0 i32) (local $x1 i32) (local $y0 i32) (local $y1 i32) (local $y2 i32) (local $y3 i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local $u v128) (local $v v128) (local $w v128)
    (local.set $end (i32.add (local.get $at) (i32.const 256)))
    (loop $rows
      (local.set $x0 (i32.load (local.get $x)))
      (local.set $x1 (i32.load offset=4 (local.get $x)))
      (local.set $j (i32.const 0))
      (loop $columns
        (local.set $y0 (i32.load (i32.add (local.get $y) (i32.shl (local.get $j) (i32.const 2)))))
        (local.set $y1 (i32.load offset=4 (i32.add (local.get $y) (i32.shl (local.get $j) (i32.const 2)))))
        (local.set $y2 (i32.load offset=8 (i32.add (local.get $y) (i32.shl (local.get $j) (i32.const 2)))))
        (local.set $y3 (i32.load offset=12 (i32.add (local.get $y) (i32.shl (local.get $j) (i32.const 2)))))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (local.set $e (v128.const f32x4 0 0 0 0))
        (local.set $f (v128.const f32x4 0 0 0 0))
        (local.set $g (v128.const f32x4 0 0 0 0))
        (local.set $h (v128.const f32x4 0 0 0 0))
        (local.set $k (local.get $at))
        (loop $part
          (local.set $u (v128.load (i32.add (local.get $x0) (local.get $k))))
          (local.set $v (v128.load (i32.add (local.get $x1) (local.get $k))))
          (local.set $w (v128.load (i32.add (local.get $y0) (local.get $k))))
          (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $u) (local.get $w))))
          (local.set $e (f32x4.add (local.get $e) (f32x4.mul (local.get $v) (local.get $w))))
          (local.set $w (v128.load (i32.add (local.get $y1) (local.get $k))))
          (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $u) (local.get $w))))
          (local.set $f (f32x4.add (local.get $f) (f32x4.mul (local.get $v) (local.get $w))))
          (local.set $w (v128.load (i32.add (local.get $y2) (local.get $k))))
          (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $u) (local.get $w))))
          (local.set $g (f32x4.add (local.get $g) (f32x4.mul (local.get $v) (local.get $w))))
          (local.set $w (v128.load (i32.add (local.get $y3) (local.get $k))))
          (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $u) (local.get $w))))
          (local.set $h (f32x4.add (local.get $h) (f32x4.mul (local.get $v) (local.get $w))))
          (local.set $k (i32.add (local.get $k) (i32.const 16)))
          (br_if $part (i32.lt_u (local.get $k) (local.get $end))))
        (local.set $o (i32.add (local.get $out) (i32.shl (local.get $j) (i32.const 3))))
        (call $addFour (local.get $o)
          (call $halve (local.get $a) (local.get $b)) (call $halve (local.get $c) (local.get $d)))
        (call $addFour (i32.add (local.get $o) (i32.const 512))
          (call $halve (local.get $e) (local.get $f)) (call $halve (local.get $g) (local.get $h)))
        (local.set $j (i32.add (local.get $j) (i32.const 4)))
        (br_if $columns (i32.lt_u (local.get $j) (i32.const 64))))
      (local.set $x (i32.add (local.get $x) (i32.const 8)))
      (local.set $out (i32.add (local.get $out) (i32.const 1024)))
      (local.set $i (i32.add (local.get $i) (i32.const 2)))
      (br_if $rows (i32.lt_u (local.get $i) (i32.const 64)))))

  ;; Two floats of `a`, then two of `b`, that add up to what its four do.
  (func $halve (param $a v128) (param $b v128) (result v128)
    (f32x4.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $b))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $b))))

  ;; Adds each pair of floats of `a`, and of `b`, to one of the four doubles at `out`.
  (func $addFour (param $out i32) (param $a v128) (param $b v128)
    (local $sums v128)
    (local.set $sums (f32x4.add
      (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $a) (local.get $b))
      (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $a) (local.get $b))))
    (v128.store (local.get $out) (f64x2.add
      (v128.load (local.get $out)) (f64x2.promote_low_f32x4 (local.get $sums))))
    (v128.store offset=16 (local.get $out) (f64x2.add
      (v128.load offset=16 (local.get $out))
      (f64x2.promote_low_f32x4 (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15
        (local.get $sums) (local.get $sums)))))))
