"""Sums, products, quotients, powers and transposes."""
from matcalc.expr import Notation, Op

ADD = Op("add", "m,n m,n -> m,n", fold=True,
         text=Notation(join=" + ", precedence=10, inner=10), latex=Notation(join=" + ", precedence=10, inner=10),
         numpy=Notation(join=" + ", precedence=10, inner=10))
SUB = Op("sub", "m,n m,n -> m,n",
         text=Notation("{0:10} - {1:11}", 10), latex=Notation("{0:10} - {1:11}", 10), numpy=Notation("{0:10} - {1:11}", 10))
NEG = Op("neg", "m,n -> m,n",
         text=Notation("-{0:20}", 10), latex=Notation("-{0:20}", 10), numpy=Notation("-{0:30}", 29))
FROB = Op("frob", "m,n m,n -> 1,1",
          text=Notation("{0:21} : {1:21}", 20), latex=Notation("{0:21} : {1:21}", 20), numpy=Notation("np.sum({0:20} * {1:21})"))
HADAMARD = Op("hadamard", "m,n m,n -> m,n", fold=True,
              text=Notation(join="∘", precedence=30, crowded=41), latex=Notation(join=r" \circ ", precedence=30, crowded=41),
              numpy=Notation(join=" * ", precedence=20))
HDIV = Op("hdiv", "m,n m,n -> m,n",
          text=Notation("{0:30} ./ {1:31}", 30), latex=Notation(r"{0:30} \oslash {1:31}", 30), numpy=Notation("{0:20} / {1:21}", 20))
MATMUL = Op("matmul", "m,k k,n -> m,n", fold=True,
            text=Notation(join=" ", precedence=40), latex=Notation(join=" ", precedence=40),
            numpy=Notation(join=" @ ", precedence=20))
SCALE = Op("scale", "1,1 m,n -> m,n",
           text=Notation("{0:41} {1:40}", 40), latex=Notation("{0:41} {1:40}", 40), numpy=Notation("{0:20} * {1:21}", 20))
DIV = Op("div", "m,n 1,1 -> m,n",
         text=Notation("{0:40} / {1:41}", 40), latex=Notation(r"\frac{{{0}}}{{{1}}}", 41), numpy=Notation("{0:20} / {1:21}", 20))
KRON = Op("kron", "m,n p,q -> m*p,n*q", fold=True,
          text=Notation(join=" ⊗ ", precedence=19, inner=41), latex=Notation(join=r" \otimes ", precedence=19, inner=41),
          numpy=Notation("np.kron({0}, {1})"))
TRANSPOSE = Op("transpose", "m,n -> n,m",
               text=Notation("{0:90}ᵀ", 90), latex=Notation(r"{0:91}^{{\top}}", 90), numpy=Notation("{0:50}.T", 50))
INV = Op("inv", "n,n -> n,n",
         text=Notation("{0:91}⁻¹", 90), latex=Notation("{0:91}^{{-1}}", 90), numpy=Notation("np.linalg.inv({0})"))
INVT = Op("invt", "n,n -> n,n",
          text=Notation("{0:91}⁻ᵀ", 90), latex=Notation(r"{0:91}^{{-\top}}", 90), numpy=Notation("np.linalg.inv({0}).T", 50))
"""The transpose of the inverse."""
POWER = Op("power", "n,n -> n,n",
           text=Notation("{0:91}^{data}", 90), latex=Notation("{0:91}^{{{data}}}", 90),
           numpy=Notation("np.linalg.matrix_power({0}, {data})"))
"""An integer power of a square matrix; data is the exponent."""
EPOW = Op("epow", "m,n -> m,n",
          text=Notation("{0:91}.^{data}", 90, scalar="{0:91}^{data}"),
          latex=Notation(r"{0:91}^{{\circ {data}}}", 90, scalar="{0:91}^{{{data}}}"), numpy=Notation("{0:50}**{data}", 40))
"""An elementwise power, and the power of a scalar; data is the exponent, a Fraction."""
