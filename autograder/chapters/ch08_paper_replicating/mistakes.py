# Mistakes of chapter 08. Read as text, never imported: each cell replaces a task of the solution.

# %% misconception="class_token_not_counted" task="concept_check"
"""For question 1 you counted the patches and nothing else.

Something is put in front of the patches before the first block, and it stays in the sequence to the end.

Look at ANSWER_1, and at the shape that TokenAndPosition gives.
"""
ANSWER_1 = "b"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "c"
ANSWER_5 = "a"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "c"

# %% misconception="attention_reads_in_order" task="concept_check"
"""For question 2 you take attention for something that goes from left to right.

Every vector is compared with every other, and the mixture is a sum. A sum does not care about order.

Look at ANSWER_2, and shuffle the vectors that go into your attention block.
"""
ANSWER_1 = "c"
ANSWER_2 = "c"
ANSWER_3 = "b"
ANSWER_4 = "c"
ANSWER_5 = "a"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "c"

# %% misconception="pretraining_for_size" task="concept_check"
"""For question 3 you see the reason in the size of the pictures.

What a network is born with decides how much it must be shown. A convolution is born with neighbours.

Look at ANSWER_3, and at the text after your own ViT was trained.
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "a"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "c"

# %% misconception="warmup_searches" task="concept_check"
"""For question 4 you take the warmup for a search.

The schedule is fixed before the training begins. Think of what the first gradients are worth.

Look at ANSWER_4, and at the section on warming up.
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "b"
ANSWER_5 = "a"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "c"

# %% misconception="clipping_each_number" task="concept_check"
"""For question 6 you cut single numbers.

There are two ways of clipping. The one in this chapter looks at the length of all gradients together and keeps their direction.

Look at ANSWER_6, and compare a gradient before and after the call.
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "c"
ANSWER_5 = "a"
ANSWER_6 = "a"
ANSWER_7 = "b"
ANSWER_8 = "c"

# %% misconception="heads_see_everything" task="concept_check"
"""For question 7 you give each head the whole width.

The heads share the hidden size: together they are as wide as the vector.

Look at ANSWER_7, and divide.
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "c"
ANSWER_5 = "a"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "c"

# %% misconception="pairs_grow_like_patches" task="concept_check"
"""For question 8 you counted vectors, not pairs of them.

Attention compares each vector with each. Twice as many vectors make four times as many pairs.

Look at ANSWER_8: first count the patches, then the pairs.
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "c"
ANSWER_5 = "a"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "b"

# %% misconception="fraction_of_a_patch" task="patch_grid"
def patch_grid(height, width, patch_size):
    """Your counts are floats, and a picture that cannot be cut gives a fraction of a patch.

    There is no half patch. Numbers that count or size something are whole, and what does not fit is an error.

    Look at the kind of division, and at what happens when it leaves a rest.
    """
    rows, cols = height / patch_size, width / patch_size
    return rows * cols, rows, cols

# %% misconception="rounded_down" task="patch_grid"
def patch_grid(height, width, patch_size):
    """A picture that cannot be cut was cut all the same, and some pixels fell off.

    Whole division forgets the rest without a word. Refuse, do not round.

    Look at what your function does when a side is no multiple of the patch.
    """
    rows, cols = height // patch_size, width // patch_size
    return rows * cols, rows, cols

# %% misconception="square_assumed" task="patch_grid"
def patch_grid(height, width, patch_size):
    """Your grid has as many columns as rows, whatever the picture.

    The paper's pictures are square, others are not: each side is cut for itself.

    Look at which argument you never use, or use for both counts.
    """
    if height % patch_size or width % patch_size:
        raise ValueError("does not fit")
    rows = height // patch_size
    return rows * rows, rows, rows

# %% misconception="columns_first" task="patch_grid"
def patch_grid(height, width, patch_size):
    """Rows and columns are exchanged.

    Rows lie one below the other, so the height says how many there are.

    Look at which side belongs to which count.
    """
    if height % patch_size or width % patch_size:
        raise ValueError("does not fit")
    return (height // patch_size) * (width // patch_size), width // patch_size, height // patch_size

# %% misconception="area_checked" task="patch_grid"
def patch_grid(height, width, patch_size):
    """A picture whose one side cannot be cut was not refused.

    The area may hold a whole number of patches while a side does not: squares cannot be bent.

    Look at what you check: one number for the whole picture, or each side.
    """
    if (height * width) % patch_size:
        raise ValueError("does not fit")
    rows, cols = height // patch_size, width // patch_size
    return rows * cols, rows, cols

# %% misconception="only_reshaped" task="patchify"
def patchify(x, patch_size):
    """The shape is right, but patch 0 is a strip: pixels that follow each other in memory.

    Neighbouring rows of a picture are not neighbours in memory. A change of shape alone takes numbers in the order they lie in.

    Look at whether anything in your code moves dimensions past each other.
    """
    batch, channels, height, width = x.shape
    patches, _, _ = patch_grid(height, width, patch_size)
    return x.reshape(batch, patches, channels * patch_size**2)

# %% misconception="column_by_column" task="patchify"
def patchify(x, patch_size):
    """Your patches go down the columns of the grid, not along its rows.

    The sequence reads like a page: the patch to the right comes next. Each patch is whole, but stands at another place.

    Look at which of the two counts of patches comes first before you join them.
    """
    batch, channels, height, width = x.shape
    patches, rows, cols = patch_grid(height, width, patch_size)
    x = x.reshape(batch, channels, rows, patch_size, cols, patch_size)
    return x.permute(0, 4, 2, 1, 3, 5).reshape(batch, patches, channels * patch_size**2)

# %% misconception="patches_transposed" task="patchify"
def patchify(x, patch_size):
    """Within each patch rows and columns are exchanged.

    A patch is a small picture, and it is read row by row too.

    Look at the order of the two dimensions that run within a patch.
    """
    batch, channels, height, width = x.shape
    patches, rows, cols = patch_grid(height, width, patch_size)
    x = x.reshape(batch, channels, rows, patch_size, cols, patch_size)
    return x.permute(0, 2, 4, 1, 5, 3).reshape(batch, patches, channels * patch_size**2)

# %% misconception="colours_last" task="patchify"
def patchify(x, patch_size):
    """In your patches the colours of a pixel stand side by side.

    What is asked for is a whole channel first, then the next one, as a convolution has its weights.

    Look at where the dimension of the channels is before you join.
    """
    batch, channels, height, width = x.shape
    patches, rows, cols = patch_grid(height, width, patch_size)
    x = x.reshape(batch, channels, rows, patch_size, cols, patch_size)
    return x.permute(0, 2, 4, 3, 5, 1).reshape(batch, patches, channels * patch_size**2)

# %% misconception="patches_not_joined" task="patchify"
def patchify(x, patch_size):
    """The patches are right, but each is still a little picture, and they lie in a grid.

    A transformer takes a sequence of vectors: three dimensions in all.

    Look at the shape of what you return.
    """
    batch, channels, height, width = x.shape
    _, rows, cols = patch_grid(height, width, patch_size)
    x = x.reshape(batch, channels, rows, patch_size, cols, patch_size)
    return x.permute(0, 2, 4, 1, 3, 5)

# %% misconception="reshaped_to_a_sequence" task="PatchEmbedding"
class PatchEmbedding(nn.Module):
    """The shape is right, but each vector is a mixture of numbers of many patches.

    To exchange two dimensions is not the same as to give a tensor the exchanged shape. Follow one number.

    Look at the last line of your forward.
    """

    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.patch_size = patch_size
        self.patcher = nn.Conv2d(in_channels, embedding_dim, patch_size, stride=patch_size)

    def forward(self, x):
        if x.shape[-1] % self.patch_size or x.shape[-2] % self.patch_size:
            raise ValueError("does not fit")
        x = self.patcher(x)
        return x.reshape(x.shape[0], -1, x.shape[1])

# %% misconception="stride_of_one" task="PatchEmbedding"
class PatchEmbedding(nn.Module):
    """There are far too many patches: they overlap.

    A convolution moves on by one pixel unless it is told otherwise. Patches lie side by side.

    Look at the arguments of the convolution.
    """

    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.patch_size = patch_size
        self.patcher = nn.Conv2d(in_channels, embedding_dim, patch_size)

    def forward(self, x):
        if x.shape[-1] % self.patch_size or x.shape[-2] % self.patch_size:
            raise ValueError("does not fit")
        return self.patcher(x).flatten(2).permute(0, 2, 1)

# %% misconception="not_exchanged" task="PatchEmbedding"
class PatchEmbedding(nn.Module):
    """Your result has the embedding where the sequence should be.

    A convolution gives its channels right after the batch. For a transformer each patch is a row of numbers.

    Look at the two last dimensions of what you return.
    """

    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.patch_size = patch_size
        self.patcher = nn.Conv2d(in_channels, embedding_dim, patch_size, stride=patch_size)

    def forward(self, x):
        if x.shape[-1] % self.patch_size or x.shape[-2] % self.patch_size:
            raise ValueError("does not fit")
        return self.patcher(x).flatten(2)

# %% misconception="flattened_too_early" task="PatchEmbedding"
class PatchEmbedding(nn.Module):
    """Your forward flattens the embedding together with the grid, and then has a dimension too few.

    Only rows and columns of the grid become one. Batch and embedding stay what they are.

    Look at the dimension at which your flattening starts.
    """

    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.patch_size = patch_size
        self.patcher = nn.Conv2d(in_channels, embedding_dim, patch_size, stride=patch_size)
        self.flatten = nn.Flatten(start_dim=1)

    def forward(self, x):
        if x.shape[-1] % self.patch_size or x.shape[-2] % self.patch_size:
            raise ValueError("does not fit")
        return self.flatten(self.patcher(x)).permute(0, 2, 1)

# %% misconception="name_of_the_notebook" task="PatchEmbedding"
class PatchEmbedding(nn.Module):
    """The forward uses a name that your file does not define.

    A notebook may have a variable of that name in another cell. A class has to keep what it needs, or two of them cannot differ.

    Look at each name in forward: does it come from x, from self, or from nowhere?
    """

    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.patcher = nn.Conv2d(in_channels, embedding_dim, patch_size, stride=patch_size)
        self.flatten = nn.Flatten(start_dim=2, end_dim=3)

    def forward(self, x):
        assert x.shape[-1] % patch_size == 0, "does not fit"
        return self.flatten(self.patcher(x)).permute(0, 2, 1)

# %% misconception="edges_cut_off" task="PatchEmbedding"
class PatchEmbedding(nn.Module):
    """A picture that cannot be cut was embedded all the same, and its edge was lost.

    A convolution stops where its kernel no longer fits, without a word.

    Look at what your forward does before anything is computed.
    """

    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.patcher = nn.Conv2d(in_channels, embedding_dim, patch_size, stride=patch_size)

    def forward(self, x):
        return self.patcher(x).flatten(2).transpose(1, 2)

# %% misconception="channels_exchanged" task="PatchEmbedding"
class PatchEmbedding(nn.Module):
    """The convolution wants another number of channels than the picture has.

    A convolution first hears what comes in, then what goes out.

    Look at the order of its first two arguments.
    """

    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.patch_size = patch_size
        self.patcher = nn.Conv2d(embedding_dim, in_channels, patch_size, stride=patch_size)

    def forward(self, x):
        if x.shape[-1] % self.patch_size or x.shape[-2] % self.patch_size:
            raise ValueError("does not fit")
        return self.patcher(x).flatten(2).transpose(1, 2)

# %% misconception="new_token_each_time" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    """The state dict has no class token: yours is made anew in each forward pass.

    What is made in forward is forgotten after it. The optimiser never sees it, and nothing is saved.

    Look at where the token is made.
    """

    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.embedding_dim = embedding_dim
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        token = nn.Parameter(torch.randn(1, 1, self.embedding_dim)).expand(len(x), -1, -1)
        return self.dropout(torch.cat((token, x), dim=1) + self.position_embedding)

# %% misconception="plain_tensors" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    """The state dict is empty: your two tensors are attributes, not parameters.

    A module knows as its own what is wrapped as a parameter. Anything else is not trained, not moved to the GPU, and not saved.

    Look at what kind of object you assign in __init__.
    """

    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.class_embedding = torch.randn(1, 1, embedding_dim, requires_grad=True)
        self.position_embedding = torch.randn(1, num_patches + 1, embedding_dim, requires_grad=True)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        return self.dropout(torch.cat((token, x), dim=1) + self.position_embedding)

# %% misconception="token_for_32_pictures" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    """It fails unless the batch has the size you had in mind.

    There is one token for all pictures, expanded to as many as there are, not one for each.

    Look at the first number in the token's shape, and at what fits it to the batch.
    """

    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.class_embedding = nn.Parameter(torch.randn(32, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return self.dropout(torch.cat((self.class_embedding, x), dim=1) + self.position_embedding)

# %% misconception="not_expanded" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    """It works for one picture and fails for several.

    To join tensors they must agree in all dimensions but one. Your token has a batch of one.

    Look at the token's shape at the moment you join.
    """

    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return self.dropout(torch.cat((self.class_embedding, x), dim=1) + self.position_embedding)

# %% misconception="token_at_the_end" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    """Your class token is the last vector of the sequence.

    The head will look at vector 0, so that is where the token has to stand.

    Look at the order in which you join.
    """

    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        return self.dropout(torch.cat((x, token), dim=1) + self.position_embedding)

# %% misconception="places_for_patches_only" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    """There are as many positions as patches, but the sequence is longer by one.

    The class token has a place too, and the place in front.

    Look at the shape of the position embeddings, and at when they are added.
    """

    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches, embedding_dim))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        return self.dropout(torch.cat((token, x + self.position_embedding), dim=1))

# %% misconception="places_forgotten" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    """The position embeddings exist, and nothing is done with them.

    A parameter that takes no part in the result gets no gradient and learns nothing.

    Look at which attribute of yours forward never reads.
    """

    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        return self.dropout(torch.cat((token, x), dim=1))

# %% misconception="nothing_dropped" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    """In training nothing is dropped.

    The paper drops numbers right after the positions were added.

    Look at the argument you have not used.
    """

    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        return torch.cat((token, x), dim=1) + self.position_embedding

# %% misconception="sequence_first" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    """Changing picture 1 changed the output of picture 0: the pictures of a batch attend to each other.

    By default the attention layer takes the first dimension for the sequence and the second for the batch. Shapes cannot tell.

    Look at the arguments the attention layer is made with.
    """

    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.layer_norm = nn.LayerNorm(embedding_dim)
        self.attention = nn.MultiheadAttention(embedding_dim, num_heads, dropout=attn_dropout)

    def forward(self, x):
        x = self.layer_norm(x)
        return self.attention(x, x, x, need_weights=False)[0]

# %% misconception="pair_returned" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    """Your block returns a pair.

    The attention layer gives two things: the attended vectors, and the weights it used. The next block wants the first.

    Look at what the attention layer returns and what you hand on.
    """

    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.layer_norm = nn.LayerNorm(embedding_dim)
        self.attention = nn.MultiheadAttention(
            embedding_dim, num_heads, dropout=attn_dropout, batch_first=True
        )

    def forward(self, x):
        x = self.layer_norm(x)
        return self.attention(x, x, x)

# %% misconception="not_normalised" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    """Larger numbers at the entrance change your output: nothing is normalised.

    Equation 2 has a norm inside: it comes before the attention.

    Look at what happens to x before it becomes query, key and value.
    """

    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.layer_norm = nn.LayerNorm(embedding_dim)
        self.attention = nn.MultiheadAttention(
            embedding_dim, num_heads, dropout=attn_dropout, batch_first=True
        )

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]

# %% misconception="value_not_normalised" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    """Query and key are normalised, but the content that is mixed is not.

    Self-attention asks, answers and gives from the same vectors: those that come out of the norm.

    Look at the third argument of the attention.
    """

    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.layer_norm = nn.LayerNorm(embedding_dim)
        self.attention = nn.MultiheadAttention(
            embedding_dim, num_heads, dropout=attn_dropout, batch_first=True
        )

    def forward(self, x):
        normed = self.layer_norm(x)
        return self.attention(normed, normed, x, need_weights=False)[0]

# %% misconception="norm_afterwards" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    """Your norm comes after the attention.

    The older transformer had it there. This paper normalises what goes in.

    Look at the order of the two layers in forward.
    """

    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.layer_norm = nn.LayerNorm(embedding_dim)
        self.attention = nn.MultiheadAttention(
            embedding_dim, num_heads, dropout=attn_dropout, batch_first=True
        )

    def forward(self, x):
        return self.layer_norm(self.attention(x, x, x, need_weights=False)[0])

# %% misconception="added_too_early" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    """What came in is added to your output.

    The residual connection belongs to the encoder block. If both add, the input counts twice.

    Look at the last line of forward.
    """

    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.layer_norm = nn.LayerNorm(embedding_dim)
        self.attention = nn.MultiheadAttention(
            embedding_dim, num_heads, dropout=attn_dropout, batch_first=True
        )

    def forward(self, x):
        normed = self.layer_norm(x)
        return x + self.attention(normed, normed, normed, need_weights=False)[0]

# %% misconception="one_head" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    """Your attention has one head, whatever it was asked for.

    The number of parameters is the same for any number of heads, so only the numbers tell.

    Look at which argument of __init__ you have not handed on.
    """

    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.layer_norm = nn.LayerNorm(embedding_dim)
        self.attention = nn.MultiheadAttention(
            embedding_dim, num_heads=1, dropout=attn_dropout, batch_first=True
        )

    def forward(self, x):
        x = self.layer_norm(x)
        return self.attention(x, x, x, need_weights=False)[0]

# %% misconception="attention_never_drops" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    """In training no attention weight is dropped, even if half of them should be.

    The attention layer drops for you, if it is told how often.

    Look at which argument of __init__ you have not handed on.
    """

    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.layer_norm = nn.LayerNorm(embedding_dim)
        self.attention = nn.MultiheadAttention(embedding_dim, num_heads, batch_first=True)

    def forward(self, x):
        x = self.layer_norm(x)
        return self.attention(x, x, x, need_weights=False)[0]

# %% misconception="relu_for_gelu" task="MLPBlock"
class MLPBlock(nn.Module):
    """Your bend turns everything below zero into zero.

    A GELU lets a little through below zero, and it is round where ReLU has a corner.

    Look at the layer between the two linear ones.
    """

    def __init__(self, embedding_dim=768, mlp_size=3072, dropout=0.1):
        super().__init__()
        self.layers = nn.Sequential(
            nn.LayerNorm(embedding_dim),
            nn.Linear(embedding_dim, mlp_size),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(mlp_size, embedding_dim),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        return self.layers(x)

# %% misconception="gelu_by_tanh" task="MLPBlock"
class MLPBlock(nn.Module):
    """Your GELU is a little off: it is the approximation by tanh.

    There are two of them. The exact one is what nn.GELU() gives without arguments.

    Look at the argument of your GELU.
    """

    def __init__(self, embedding_dim=768, mlp_size=3072, dropout=0.1):
        super().__init__()
        self.layers = nn.Sequential(
            nn.LayerNorm(embedding_dim),
            nn.Linear(embedding_dim, mlp_size),
            nn.GELU(approximate="tanh"),
            nn.Dropout(dropout),
            nn.Linear(mlp_size, embedding_dim),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        return self.layers(x)

# %% misconception="left_wide" task="MLPBlock"
class MLPBlock(nn.Module):
    """What comes out is as wide as the middle of the block.

    The block widens and narrows again, or its output could not be added to its input.

    Look at how many linear layers there are.
    """

    def __init__(self, embedding_dim=768, mlp_size=3072, dropout=0.1):
        super().__init__()
        self.layers = nn.Sequential(
            nn.LayerNorm(embedding_dim),
            nn.Linear(embedding_dim, mlp_size),
            nn.GELU(),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        return self.layers(x)

# %% misconception="mlp_not_normalised" task="MLPBlock"
class MLPBlock(nn.Module):
    """There is no norm in your block.

    Equation 3 starts with one: it keeps the numbers in the range the layers are made for.

    Look at the first layer.
    """

    def __init__(self, embedding_dim=768, mlp_size=3072, dropout=0.1):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(embedding_dim, mlp_size),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(mlp_size, embedding_dim),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        return self.layers(x)

# %% misconception="dropped_once" task="MLPBlock"
class MLPBlock(nn.Module):
    """Nothing is dropped in the middle of your block.

    Dropout follows each of the two linear layers, after the bend where there is one.

    Look at how many Dropouts there are, and where.
    """

    def __init__(self, embedding_dim=768, mlp_size=3072, dropout=0.1):
        super().__init__()
        self.layers = nn.Sequential(
            nn.LayerNorm(embedding_dim),
            nn.Linear(embedding_dim, mlp_size),
            nn.GELU(),
            nn.Linear(mlp_size, embedding_dim),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        return self.layers(x)

# %% misconception="dropped_before" task="MLPBlock"
class MLPBlock(nn.Module):
    """Your Dropouts come before the linear layers, so that nothing is dropped at the end.

    Each comes after its linear layer. Then whole numbers of the output are zero.

    Look at which layer is the last one.
    """

    def __init__(self, embedding_dim=768, mlp_size=3072, dropout=0.1):
        super().__init__()
        self.layers = nn.Sequential(
            nn.LayerNorm(embedding_dim),
            nn.Dropout(dropout),
            nn.Linear(embedding_dim, mlp_size),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(mlp_size, embedding_dim),
        )

    def forward(self, x):
        return self.layers(x)

# %% misconception="dropped_before_the_bend" task="MLPBlock"
class MLPBlock(nn.Module):
    """Your first Dropout comes before the GELU.

    Dropout makes what stays larger. Before a bend that moves numbers to another place of the curve.

    Look at the order of bend and Dropout.
    """

    def __init__(self, embedding_dim=768, mlp_size=3072, dropout=0.1):
        super().__init__()
        self.layers = nn.Sequential(
            nn.LayerNorm(embedding_dim),
            nn.Linear(embedding_dim, mlp_size),
            nn.Dropout(dropout),
            nn.GELU(),
            nn.Linear(mlp_size, embedding_dim),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        return self.layers(x)

# %% misconception="no_residuals" task="TransformerEncoderBlock"
class TransformerEncoderBlock(nn.Module):
    """With all parameters at zero, nothing comes out: what came in is lost.

    A block changes its input a little; it does not replace it.

    Look at where x enters again after each of the two parts.
    """

    def __init__(self, embedding_dim=768, num_heads=12, mlp_size=3072, mlp_dropout=0.1, attn_dropout=0.0):
        super().__init__()
        self.msa_block = MultiheadSelfAttentionBlock(embedding_dim, num_heads, attn_dropout)
        self.mlp_block = MLPBlock(embedding_dim, mlp_size, mlp_dropout)

    def forward(self, x):
        return self.mlp_block(self.msa_block(x))

# %% misconception="first_input_added_twice" task="TransformerEncoderBlock"
class TransformerEncoderBlock(nn.Module):
    """Around the MLP you add what came into the whole block, so the attention's result is lost on the way.

    Each part adds what came into that part.

    Look at what stands on the other side of the second plus.
    """

    def __init__(self, embedding_dim=768, num_heads=12, mlp_size=3072, mlp_dropout=0.1, attn_dropout=0.0):
        super().__init__()
        self.msa_block = MultiheadSelfAttentionBlock(embedding_dim, num_heads, attn_dropout)
        self.mlp_block = MLPBlock(embedding_dim, mlp_size, mlp_dropout)

    def forward(self, x):
        attended = self.msa_block(x) + x
        return self.mlp_block(attended) + x

# %% misconception="side_by_side" task="TransformerEncoderBlock"
class TransformerEncoderBlock(nn.Module):
    """Attention and MLP both work on what came into the block.

    They come one after the other: the MLP gets what the attention has already changed.

    Look at the argument of the second part.
    """

    def __init__(self, embedding_dim=768, num_heads=12, mlp_size=3072, mlp_dropout=0.1, attn_dropout=0.0):
        super().__init__()
        self.msa_block = MultiheadSelfAttentionBlock(embedding_dim, num_heads, attn_dropout)
        self.mlp_block = MLPBlock(embedding_dim, mlp_size, mlp_dropout)

    def forward(self, x):
        return x + self.msa_block(x) + self.mlp_block(x)

# %% misconception="one_residual" task="TransformerEncoderBlock"
class TransformerEncoderBlock(nn.Module):
    """Only one of the two parts has a residual connection.

    With all parameters at zero, both must let through what comes in.

    Look at each of the two lines of forward.
    """

    def __init__(self, embedding_dim=768, num_heads=12, mlp_size=3072, mlp_dropout=0.1, attn_dropout=0.0):
        super().__init__()
        self.msa_block = MultiheadSelfAttentionBlock(embedding_dim, num_heads, attn_dropout)
        self.mlp_block = MLPBlock(embedding_dim, mlp_size, mlp_dropout)

    def forward(self, x):
        x = self.msa_block(x) + x
        return self.mlp_block(x)

# %% misconception="another_norm" task="TransformerEncoderBlock"
class TransformerEncoderBlock(nn.Module):
    """Your block has norms of its own besides those in its two parts.

    In this paper the norms are inside, before attention and MLP. A norm after the sum is the older transformer.

    Look at what happens to the sums.
    """

    def __init__(self, embedding_dim=768, num_heads=12, mlp_size=3072, mlp_dropout=0.1, attn_dropout=0.0):
        super().__init__()
        self.msa_block = MultiheadSelfAttentionBlock(embedding_dim, num_heads, attn_dropout)
        self.mlp_block = MLPBlock(embedding_dim, mlp_size, mlp_dropout)
        self.norm_1 = nn.LayerNorm(embedding_dim)
        self.norm_2 = nn.LayerNorm(embedding_dim)

    def forward(self, x):
        x = self.norm_1(x + self.msa_block(x))
        return self.norm_2(x + self.mlp_block(x))

# %% misconception="dropouts_exchanged" task="TransformerEncoderBlock"
class TransformerEncoderBlock(nn.Module):
    """The dropout of the MLP went to the attention, and the other way round.

    By position, an argument goes where it stands, whatever it is called.

    Look at which number each of the two parts gets.
    """

    def __init__(self, embedding_dim=768, num_heads=12, mlp_size=3072, mlp_dropout=0.1, attn_dropout=0.0):
        super().__init__()
        self.msa_block = MultiheadSelfAttentionBlock(embedding_dim, num_heads, mlp_dropout)
        self.mlp_block = MLPBlock(embedding_dim, mlp_size, attn_dropout)

    def forward(self, x):
        x = x + self.msa_block(x)
        return x + self.mlp_block(x)

# %% misconception="dropouts_not_handed_on" task="TransformerEncoderBlock"
class TransformerEncoderBlock(nn.Module):
    """What the block is told about dropout does not reach its parts.

    Each part has a default, and uses it if it hears nothing else.

    Look at which arguments of __init__ you have not handed on.
    """

    def __init__(self, embedding_dim=768, num_heads=12, mlp_size=3072, mlp_dropout=0.1, attn_dropout=0.0):
        super().__init__()
        self.msa_block = MultiheadSelfAttentionBlock(embedding_dim, num_heads)
        self.mlp_block = MLPBlock(embedding_dim, mlp_size)

    def forward(self, x):
        x = x + self.msa_block(x)
        return x + self.mlp_block(x)

# %% misconception="same_block_again" task="ViT"
class ViT(nn.Module):
    """There are far too few parameters: all your blocks are one and the same.

    A list multiplied by twelve repeats the same object twelve times. A change to one of them is a change to all.

    Look at how often a block is made.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
            ]
            * num_transformer_layers
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        x = self.encoder(x)
        return self.classifier(x[:, 0])

# %% misconception="blocks_in_a_list" task="ViT"
class ViT(nn.Module):
    """The blocks' parameters are missing from your model.

    A module finds its layers where they are attributes, or in a container made for modules. In a plain list it does not look.

    Look at the kind of object that holds your blocks.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = list(
            [
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        for block in self.encoder:
            x = block(x)
        return self.classifier(x[:, 0])

# %% misconception="mean_of_all" task="ViT"
class ViT(nn.Module):
    """Your head classifies the mean of all vectors.

    The paper has a token for that: it has gathered what matters, and it alone goes into the head.

    Look at what you take from the sequence at the end.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        x = self.encoder(x)
        return self.classifier(x.mean(dim=1))

# %% misconception="all_vectors_classified" task="ViT"
class ViT(nn.Module):
    """Your output has scores for every vector of the sequence.

    A picture gets one row of scores, made of one vector.

    Look at what you take from the sequence at the end.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        x = self.encoder(x)
        return self.classifier(x)

# %% misconception="last_vector_classified" task="ViT"
class ViT(nn.Module):
    """Your head classifies the last patch, not the class token.

    The token was put in front.

    Look at the index with which you pick a vector.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        x = self.encoder(x)
        return self.classifier(x[:, -1])

# %% misconception="first_picture_classified" task="ViT"
class ViT(nn.Module):
    """Your head gets the sequence of the first picture instead of the first vector of each picture.

    The batch is dimension 0, the sequence dimension 1.

    Look at what your index picks from.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        x = self.encoder(x)
        return self.classifier(x[0])

# %% misconception="probabilities" task="ViT"
class ViT(nn.Module):
    """Your model returns probabilities, not logits.

    The loss does the softmax itself. Twice is too often: the loss cannot fall far any more.

    Look at the last thing that happens to your scores.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        x = self.encoder(x)
        return self.classifier(x[:, 0]).softmax(dim=-1)

# %% misconception="place_of_the_token_unused" task="ViT"
class ViT(nn.Module):
    """Positions are added to the patches only, so the first position gets no gradient.

    The token has a place too. Put it in front first, then add.

    Look at the order of the two steps.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = self.patch_embedding(x) + self.position_embedding[:, 1:]
        x = self.embedding_dropout(torch.cat((token, x), dim=1))
        x = self.encoder(x)
        return self.classifier(x[:, 0])

# %% misconception="no_last_norm" task="ViT"
class ViT(nn.Module):
    """There is no norm before the linear layer of your head.

    Equation 4 has one: the vector that is classified is normalised first.

    Look at the layers of your head.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Linear(embedding_dim, num_classes)

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        x = self.encoder(x)
        return self.classifier(x[:, 0])

# %% misconception="one_block" task="ViT"
class ViT(nn.Module):
    """There is one encoder block, whatever you were asked for.

    The paper repeats the block: twelve times in ViT-Base.

    Look at which argument of __init__ you never use.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            TransformerEncoderBlock(embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout)
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        x = self.encoder(x)
        return self.classifier(x[:, 0])

# %% misconception="embedding_never_dropped" task="ViT"
class ViT(nn.Module):
    """The dropout after the embedding has no effect.

    It comes after the positions were added, before the first block.

    Look at which layer or argument you never use.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = x + self.position_embedding
        x = self.encoder(x)
        return self.classifier(x[:, 0])

# %% misconception="same_dropout_everywhere" task="ViT"
class ViT(nn.Module):
    """Your blocks drop by numbers that were meant for other places.

    There are three probabilities. Two belong to the blocks: one for the attention, one for the MLP.

    Look at the order of arguments where a block is made.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, attn_dropout, mlp_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = self.class_embedding.expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        x = self.encoder(x)
        return self.classifier(x[:, 0])

# %% misconception="token_of_its_own_each_time" task="ViT"
class ViT(nn.Module):
    """The class token is not among your parameters: each forward pass makes a new one.

    What is to be learnt is made once, in __init__, and registered.

    Look at where your token is made.
    """

    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("does not fit")
        num_patches = (img_size // patch_size) ** 2
        self.width = embedding_dim
        self.position_embedding = nn.Parameter(torch.randn(1, num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.patch_embedding = PatchEmbedding(in_channels, patch_size, embedding_dim)
        self.encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        token = torch.randn(1, 1, self.width).expand(len(x), -1, -1)
        x = torch.cat((token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(x + self.position_embedding)
        x = self.encoder(x)
        return self.classifier(x[:, 0])

# %% misconception="norm_last" task="vit_from_torch_layers"
def vit_from_torch_layers(
    img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12, embedding_dim=768,
    mlp_size=3072, num_heads=12, dropout=0.1, num_classes=1000,
):
    """Your layers normalise after the sum.

    That is the older transformer, and the default. This paper normalises first.

    Look at the arguments of the encoder layer that you left at their defaults.
    """
    sizes = img_size, in_channels, patch_size, 0, embedding_dim
    model = ViT(*sizes, embedding_dropout=dropout, num_classes=num_classes)
    layer = nn.TransformerEncoderLayer(
        embedding_dim, num_heads,
        dim_feedforward=mlp_size,
        dropout=dropout,
        activation="gelu",
        batch_first=True,
    )
    model.transformer_encoder = nn.TransformerEncoder(
        layer, num_transformer_layers, enable_nested_tensor=False
    )
    return model

# %% misconception="relu_by_default" task="vit_from_torch_layers"
def vit_from_torch_layers(
    img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12, embedding_dim=768,
    mlp_size=3072, num_heads=12, dropout=0.1, num_classes=1000,
):
    """Your layers bend with a ReLU.

    That is the default. The paper has another bend in its MLP.

    Look at the arguments of the encoder layer that you left at their defaults.
    """
    sizes = img_size, in_channels, patch_size, 0, embedding_dim
    model = ViT(*sizes, embedding_dropout=dropout, num_classes=num_classes)
    layer = nn.TransformerEncoderLayer(
        embedding_dim, num_heads,
        dim_feedforward=mlp_size,
        dropout=dropout,
        batch_first=True,
        norm_first=True,
    )
    model.transformer_encoder = nn.TransformerEncoder(
        layer, num_transformer_layers, enable_nested_tensor=False
    )
    return model

# %% misconception="batch_taken_for_sequence" task="vit_from_torch_layers"
def vit_from_torch_layers(
    img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12, embedding_dim=768,
    mlp_size=3072, num_heads=12, dropout=0.1, num_classes=1000,
):
    """In your encoder the pictures of a batch attend to each other.

    By default the layer takes the first dimension for the sequence.

    Look at the arguments of the encoder layer that you left at their defaults.
    """
    sizes = img_size, in_channels, patch_size, 0, embedding_dim
    model = ViT(*sizes, embedding_dropout=dropout, num_classes=num_classes)
    layer = nn.TransformerEncoderLayer(
        embedding_dim, num_heads,
        dim_feedforward=mlp_size,
        dropout=dropout,
        activation="gelu",
        norm_first=True,
    )
    model.transformer_encoder = nn.TransformerEncoder(
        layer, num_transformer_layers, enable_nested_tensor=False
    )
    return model

# %% misconception="width_2048" task="vit_from_torch_layers"
def vit_from_torch_layers(
    img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12, embedding_dim=768,
    mlp_size=3072, num_heads=12, dropout=0.1, num_classes=1000,
):
    """Your model has too many parameters: the MLPs are 2048 wide.

    That is the default of the layer, whatever you were asked for.

    Look at which size you have not handed on.
    """
    sizes = img_size, in_channels, patch_size, 0, embedding_dim
    model = ViT(*sizes, embedding_dropout=dropout, num_classes=num_classes)
    layer = nn.TransformerEncoderLayer(
        embedding_dim, num_heads,
        dropout=dropout,
        activation="gelu",
        batch_first=True,
        norm_first=True,
    )
    model.transformer_encoder = nn.TransformerEncoder(
        layer, num_transformer_layers, enable_nested_tensor=False
    )
    return model

# %% misconception="dropout_by_default" task="vit_from_torch_layers"
def vit_from_torch_layers(
    img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12, embedding_dim=768,
    mlp_size=3072, num_heads=12, dropout=0.1, num_classes=1000,
):
    """Your layers drop numbers although they were told not to.

    The layer has a default for its dropout too.

    Look at which argument you have not handed on.
    """
    sizes = img_size, in_channels, patch_size, 0, embedding_dim
    model = ViT(*sizes, embedding_dropout=dropout, num_classes=num_classes)
    layer = nn.TransformerEncoderLayer(
        embedding_dim, num_heads,
        dim_feedforward=mlp_size,
        activation="gelu",
        batch_first=True,
        norm_first=True,
    )
    model.transformer_encoder = nn.TransformerEncoder(
        layer, num_transformer_layers, enable_nested_tensor=False
    )
    return model

# %% misconception="one_norm_too_many" task="vit_from_torch_layers"
def vit_from_torch_layers(
    img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12, embedding_dim=768,
    mlp_size=3072, num_heads=12, dropout=0.1, num_classes=1000,
):
    """Your model has one norm more than ViT.

    The head normalises already. A norm at the end of the encoder comes on top.

    Look at the arguments of the encoder.
    """
    sizes = img_size, in_channels, patch_size, 0, embedding_dim
    model = ViT(*sizes, embedding_dropout=dropout, num_classes=num_classes)
    layer = nn.TransformerEncoderLayer(
        embedding_dim, num_heads,
        dim_feedforward=mlp_size,
        dropout=dropout,
        activation="gelu",
        batch_first=True,
        norm_first=True,
    )
    model.transformer_encoder = nn.TransformerEncoder(
        layer, num_transformer_layers, norm=nn.LayerNorm(embedding_dim), enable_nested_tensor=False
    )
    return model

# %% misconception="twice_the_blocks" task="vit_from_torch_layers"
def vit_from_torch_layers(
    img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12, embedding_dim=768,
    mlp_size=3072, num_heads=12, dropout=0.1, num_classes=1000,
):
    """Your model has far too many parameters: old blocks and new ones.

    What you add to a model joins what is there. The blocks are to be replaced.

    Look at how many blocks there are before yours come in.
    """
    sizes = img_size, in_channels, patch_size, num_transformer_layers, embedding_dim, mlp_size, num_heads
    model = ViT(*sizes, embedding_dropout=dropout, num_classes=num_classes)
    layer = nn.TransformerEncoderLayer(
        embedding_dim, num_heads,
        dim_feedforward=mlp_size,
        dropout=dropout,
        activation="gelu",
        batch_first=True,
        norm_first=True,
    )
    model.transformer_encoder[-1] = nn.TransformerEncoder(
        layer, num_transformer_layers, enable_nested_tensor=False
    )
    return model

# %% misconception="no_decay" task="vit_optimizer"
def vit_optimizer(model, lr=0.003, weight_decay=0.3):
    """Your steps are those of an optimiser without weight decay.

    The pull towards zero is a setting of the optimiser, and zero unless it is told.

    Look at which argument of yours goes nowhere.
    """
    return torch.optim.Adam(model.parameters(), lr=lr)

# %% misconception="plain_descent" task="vit_optimizer"
def vit_optimizer(model, lr=0.003, weight_decay=0.3):
    """Your first step is as long as the gradient: that is plain gradient descent.

    Adam brings every number of the gradient to about the same length first.

    Look at the kind of optimiser.
    """
    return torch.optim.SGD(model.parameters(), lr=lr, weight_decay=weight_decay)

# %% misconception="rate_of_adam" task="vit_optimizer"
def vit_optimizer(model, lr=0.003, weight_decay=0.3):
    """Your steps are as long as Adam's own default makes them.

    The paper's rate is another, and it is handed to you.

    Look at which argument of yours goes nowhere.
    """
    return torch.optim.Adam(model.parameters(), weight_decay=weight_decay)

# %% misconception="rate_and_decay_exchanged" task="vit_optimizer"
def vit_optimizer(model, lr=0.003, weight_decay=0.3):
    """Rate and decay are exchanged.

    One says how far a step goes, the other how strong the pull to zero is.

    Look at which number each setting gets.
    """
    return torch.optim.Adam(model.parameters(), lr=weight_decay, weight_decay=lr)

# %% misconception="weights_only" task="vit_optimizer"
def vit_optimizer(model, lr=0.003, weight_decay=0.3):
    """Some parameters never move: those that are no matrices.

    All parameters of the model are to be moved, biases too.

    Look at what you hand to the optimiser.
    """
    return torch.optim.Adam(
        [p for p in model.parameters() if p.ndim > 1], lr=lr, weight_decay=weight_decay
    )

# %% misconception="short_memory" task="vit_optimizer"
def vit_optimizer(model, lr=0.003, weight_decay=0.3):
    """From the second step on, yours are a little different: other betas.

    They say how long the optimiser remembers earlier gradients. The paper has Adam's usual ones, which are the defaults.

    Look at the pair of numbers you give.
    """
    return torch.optim.Adam(
        model.parameters(), lr=lr, betas=(0.9, 0.99), weight_decay=weight_decay
    )

# %% misconception="no_warmup" task="warmup_cosine"
def warmup_cosine(step, warmup_steps, total_steps):
    """Your first factor is 1: there is no warmup.

    The first steps are the dangerous ones, so the factor rises from 0.

    Look at what you return for a step before the end of the warmup.
    """
    progress = min(1.0, max(0.0, (step - warmup_steps) / (total_steps - warmup_steps)))
    return (1 + math.cos(math.pi * progress)) / 2

# %% misconception="straight_down" task="warmup_cosine"
def warmup_cosine(step, warmup_steps, total_steps):
    """After the warmup your factor falls along a straight line.

    The cosine stays high at first, falls in the middle, and flattens at the end.

    Look at the formula for the second part.
    """
    if step < warmup_steps:
        return step / warmup_steps
    progress = min(1.0, (step - warmup_steps) / (total_steps - warmup_steps))
    return 1 - progress

# %% misconception="cosine_from_the_start" task="warmup_cosine"
def warmup_cosine(step, warmup_steps, total_steps):
    """Right after the warmup your factor jumps: the cosine counts from step 0.

    The second part begins where the warmup ends, and there it has to be 1.

    Look at what your progress is at the end of the warmup.
    """
    if step < warmup_steps:
        return step / warmup_steps
    progress = min(1.0, step / total_steps)
    return (1 + math.cos(math.pi * progress)) / 2

# %% misconception="rises_again" task="warmup_cosine"
def warmup_cosine(step, warmup_steps, total_steps):
    """After the last step your factor rises again.

    A cosine is a wave: what went down comes up, unless you stop.

    Look at what your progress is after total_steps.
    """
    if step < warmup_steps:
        return step / warmup_steps
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return (1 + math.cos(math.pi * progress)) / 2

# %% misconception="never_reaches_zero" task="warmup_cosine"
def warmup_cosine(step, warmup_steps, total_steps):
    """In the end your factor is -1: the cosine was not lifted.

    A cosine runs from 1 to -1. Half of it, lifted, runs from 1 to 0.

    Look at the formula for the second part.
    """
    if step < warmup_steps:
        return step / warmup_steps
    progress = min(1.0, (step - warmup_steps) / (total_steps - warmup_steps))
    return math.cos(math.pi * progress)

# %% misconception="divided_by_zero" task="warmup_cosine"
def warmup_cosine(step, warmup_steps, total_steps):
    """Without a warmup your function divides by zero.

    A warmup of no steps is over before it begins.

    Look at which part step 0 belongs to then.
    """
    if step <= warmup_steps:
        return step / warmup_steps
    progress = min(1.0, (step - warmup_steps) / (total_steps - warmup_steps))
    return (1 + math.cos(math.pi * progress)) / 2

# %% misconception="counts_from_one" task="warmup_cosine"
def warmup_cosine(step, warmup_steps, total_steps):
    """Your warmup is one step ahead.

    Steps count from 0 here, and the factor at step 0 is 0.

    Look at what you divide in the first part.
    """
    if step < warmup_steps:
        return (step + 1) / warmup_steps
    progress = min(1.0, (step - warmup_steps) / (total_steps - warmup_steps))
    return (1 + math.cos(math.pi * progress)) / 2

# %% misconception="clipped_after_the_step" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    """The step was taken with the whole gradient, and clipped when it was too late.

    Clipping changes gradients, a step uses them.

    Look at which of the two comes first.
    """
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return nn.utils.clip_grad_norm_(model.parameters(), max_norm).item()

# %% misconception="clipped_too_early" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    """What you clip is not there yet: the loss has not been sent backward.

    Gradients come into being in the backward pass.

    Look at where your clipping stands.
    """
    optimizer.zero_grad(set_to_none=False)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    loss.backward()
    optimizer.step()
    return float(norm)

# %% misconception="each_number_clipped" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    """You cut each number of the gradient for itself, which turns its direction.

    There are two functions for clipping. One looks at single numbers, the other at the length of all together.

    Look at the name of the function you call.
    """
    optimizer.zero_grad()
    loss.backward()
    norm = torch.stack([p.grad.norm() for p in model.parameters()]).norm()
    nn.utils.clip_grad_value_(model.parameters(), max_norm)
    optimizer.step()
    return norm.item()

# %% misconception="each_tensor_clipped" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    """You clip each parameter for itself.

    All gradients of the model count as one long vector, and all are scaled by the same factor.

    Look at what you hand to the function, and how often you call it.
    """
    optimizer.zero_grad()
    loss.backward()
    norms = [nn.utils.clip_grad_norm_([p], max_norm) for p in model.parameters()]
    optimizer.step()
    return torch.stack(norms).norm().item()

# %% misconception="old_gradients_added" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    """Gradients of earlier steps count again.

    A backward pass adds to what lies there.

    Look at what happens before the loss is sent backward.
    """
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return norm.item()

# %% misconception="length_after_clipping" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    """The length you return is the one after clipping.

    What is interesting is how wild the gradient was before.

    Look at when you measure.
    """
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    norm = torch.stack([p.grad.norm() for p in model.parameters()]).norm()
    optimizer.step()
    return norm.item()

# %% misconception="never_clipped" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    """Your steps are as long as the gradients: nothing is clipped.

    To measure a length is not to change it.

    Look at which line changes the gradients.
    """
    optimizer.zero_grad()
    loss.backward()
    norm = torch.stack([p.grad.norm() for p in model.parameters()]).norm()
    optimizer.step()
    return norm.item()

# %% misconception="own_length" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    """You clip to a length of your own, whatever you are told.

    The greatest length is an argument.

    Look at the number you hand on.
    """
    optimizer.zero_grad()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), 0.05)
    optimizer.step()
    return norm.item()

# %% misconception="schedule_per_epoch" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    """The learning rate stays the same over a whole epoch.

    The schedule was made for steps, and a step is a batch. Other schedules count epochs; this one does not.

    Look at the loop that the scheduler's line stands in.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        model.train()
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            clip_and_step(model, loss, optimizer, max_norm)
            losses.append(loss.item())
        scheduler.step()
        history.append(statistics.mean(losses))
    return history

# %% misconception="schedule_forgotten" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    """The learning rate never changes.

    A scheduler moves only when it is told to.

    Look at which argument of yours is never used.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        model.train()
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            clip_and_step(model, loss, optimizer, max_norm)
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="schedule_first" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    """Each batch has the learning rate of the next one.

    First the optimiser steps, then the schedule moves on. The other way the first rate is never used.

    Look at the order of the two lines.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        model.train()
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            scheduler.step()
            clip_and_step(model, loss, optimizer, max_norm)
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="training_without_clipping" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    """Your steps are as long as the gradients, however long these are.

    The greatest length is an argument of your function.

    Look at what your step does between backward and the optimiser.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        model.train()
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            scheduler.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="clipped_to_the_default" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    """Your gradients are clipped, but not to the length that was asked for.

    clip_and_step has a default, and uses it if it hears nothing else.

    Look at which argument you have not handed on.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        model.train()
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            clip_and_step(model, loss, optimizer)
            scheduler.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="trained_asleep" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    """The model learnt in evaluation mode: its running statistics did not move.

    A model stays in the mode it was last put into, and yours may arrive in either.

    Look at what happens before the first batch.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            clip_and_step(model, loss, optimizer, max_norm)
            scheduler.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="last_loss" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    """Your history holds the loss of the last batch of each epoch.

    One batch is a sample of few pictures; an epoch's loss is the mean of all.

    Look at what you append.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        model.train()
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            clip_and_step(model, loss, optimizer, max_norm)
            scheduler.step()
            losses.append(loss.item())
        history.append(losses[-1])
    return history

# %% misconception="loss_tensors" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    """Your history holds tensors.

    A tensor with its history keeps all of the computation in memory.

    Look at what you keep of each loss.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        model.train()
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            clip_and_step(model, loss, optimizer, max_norm)
            scheduler.step()
            losses.append(loss)
        history.append(torch.stack(losses).mean())
    return history

# %% misconception="one_epoch" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    """You train for one epoch, whatever you are told.

    The loader is gone through once for each epoch.

    Look at which argument your loops never use.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(1):
        model.train()
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            clip_and_step(model, loss, optimizer, max_norm)
            scheduler.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="classifier_added" task="vit_feature_extractor"
def vit_feature_extractor(vit_fn, weights, num_classes):
    """The output is as wide as before: the model has got a layer that it never calls.

    A module lets you assign any name. torchvision's ViT calls its last part differently from EfficientNet.

    Print the model and look at the name of its last child.
    """
    model = vit_fn(weights=weights)
    model.requires_grad_(False)
    model.classifier = nn.Linear(model.heads.head.in_features, num_classes)
    return model, weights.transforms()

# %% misconception="frozen_too_late" task="vit_feature_extractor"
def vit_feature_extractor(vit_fn, weights, num_classes):
    """Nothing can learn, the new head neither.

    Freezing takes all that is there at that moment.

    Look at the order of your lines.
    """
    model = vit_fn(weights=weights)
    model.heads = nn.Linear(model.heads.head.in_features, num_classes)
    model.requires_grad_(False)
    return model, weights.transforms()

# %% misconception="all_can_learn" task="vit_feature_extractor"
def vit_feature_extractor(vit_fn, weights, num_classes):
    """The whole network can learn.

    A feature extractor keeps what it knows, and teaches only the head.

    Look at what happens to the network's own parameters.
    """
    model = vit_fn(weights=weights)
    model.heads = nn.Linear(model.heads.head.in_features, num_classes)
    return model, weights.transforms()

# %% misconception="always_768" task="vit_feature_extractor"
def vit_feature_extractor(vit_fn, weights, num_classes):
    """Your head expects 768 numbers, whatever the encoder gives.

    That is the width of ViT-Base. ViT-Large is wider, and the old head knows.

    Look at the first number of your new layer.
    """
    model = vit_fn(weights=weights)
    model.requires_grad_(False)
    model.heads = nn.Linear(768, num_classes)
    return model, weights.transforms()

# %% misconception="blank_network" task="vit_feature_extractor"
def vit_feature_extractor(vit_fn, weights, num_classes):
    """The network does not hold the numbers of its weights.

    A builder without weights gives random numbers, which know nothing.

    Look at how you call the builder.
    """
    model = vit_fn()
    model.requires_grad_(False)
    model.heads = nn.Linear(model.heads.head.in_features, num_classes)
    return model, weights.transforms()

# %% misconception="pictures_of_224" task="vit_feature_extractor"
def vit_feature_extractor(vit_fn, weights, num_classes):
    """Your transforms give pictures of 224 pixels, whatever the weights want.

    A ViT has a position for each patch, and takes pictures of one size only. The weights know which.

    Look at where your transforms come from.
    """
    model = vit_fn(weights=weights)
    model.requires_grad_(False)
    model.heads = nn.Linear(model.heads.head.in_features, num_classes)
    steps = [transforms.Resize((224, 224)), transforms.ToTensor()]
    return model, transforms.Compose(steps)

# %% misconception="put_on_top" task="vit_feature_extractor"
def vit_feature_extractor(vit_fn, weights, num_classes):
    """Your layer comes after the old head instead of in its place.

    Then it hears only the scores of the old classes.

    Look at what is left of the old head.
    """
    model = vit_fn(weights=weights)
    model.requires_grad_(False)
    old = model.heads
    model.heads = nn.Sequential(old, nn.Linear(old.head.out_features, num_classes))
    return model, weights.transforms()
